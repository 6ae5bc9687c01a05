package io.fleettelemetry.config;

import io.fleettelemetry.config.Problems.Problem;
import java.util.List;

/** What came of loading a configuration. */
public sealed interface Loading {

  /** What the operator should know; the server can start with it. */
  List<Problem> warnings();

  /** A configuration to start with. */
  record Loaded(ServerConfig config, List<Problem> warnings) implements Loading {}

  /**
   * No configuration.
   *
   * @param errors everything that is wrong, at least one
   */
  record Refused(List<Problem> errors, List<Problem> warnings) implements Loading {}
}
