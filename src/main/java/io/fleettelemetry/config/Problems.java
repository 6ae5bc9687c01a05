package io.fleettelemetry.config;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What is wrong with a configuration, collected while it is read so that all of it is reported
 * together. Errors refuse the configuration, warnings do not. For one thread.
 */
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * One thing that is wrong.
   *
   * @param path of the key, {@code rate_limit.message_limit}, or what else the problem is about
   * @param value what was given, as the file writes it and never a secret; empty where it says
   *     nothing
   * @param rule what the key takes, or what happens because of this
   */
  public record Problem(String path, String value, String rule) {

    /** One line: {@code status_port: 70000 — must be a whole number from 0 to 65535}. */
    @Override
    public String toString() {
      return path + (value.isEmpty() ? "" : ": " + value) + " — " + rule;
    }
  }

  /** Writes warnings to the log, a line each. */
  public static void log(List<Problem> warnings) {
    for (Problem warning : warnings) {
      LoggingEventBuilder line = LOG.atWarn().addKeyValue("key", warning.path());
      if (!warning.value().isEmpty()) {
        line = line.addKeyValue("value", warning.value());
      }
      line.addKeyValue("rule", warning.rule()).log("config_warning");
    }
  }

  /** Adds what was found apart from these. */
  public void addAll(Problems others) {
    errors.addAll(others.errors);
    warnings.addAll(others.warnings);
  }

  /** Adds a problem that refuses the configuration. */
  public void error(String path, String value, String rule) {
    errors.add(new Problem(path, value, rule));
  }

  /** Adds a problem that the server can start with. */
  public void warning(String path, String value, String rule) {
    warnings.add(new Problem(path, value, rule));
  }

  /** Whether the configuration is refused. */
  public boolean hasErrors() {
    return !errors.isEmpty();
  }

  /** The errors so far, in the order they were found. */
  public List<Problem> errors() {
    return List.copyOf(errors);
  }

  /** The warnings so far, in the order they were found. */
  public List<Problem> warnings() {
    return List.copyOf(warnings);
  }
}
