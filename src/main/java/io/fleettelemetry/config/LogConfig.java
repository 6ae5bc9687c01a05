package io.fleettelemetry.config;

/**
 * How the server logs.
 *
 * @param json one JSON object a line instead of logfmt text
 */
public record LogConfig(Level level, boolean json) {

  /** The least severe level that is written. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }
}
