package io.fleettelemetry.config;

import io.fleettelemetry.config.Problems.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that turned out to be wrong only when the server was about to start with it. */
public final class RefusedConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** A configuration with these problems, at least one. */
  public RefusedConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong. */
  public List<Problem> problems() {
    return problems;
  }
}
