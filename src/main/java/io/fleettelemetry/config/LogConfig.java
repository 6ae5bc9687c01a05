package io.fleettelemetry.config;

import java.util.Collections;
import java.util.Map;

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

  /** Every word for a level; nothing is more severe than an error here. */
  private static final Map<String, Level> LEVELS = levels();

  private static Map<String, Level> levels() {
    Map<String, Level> levels = Value.words(Level.class);
    levels.put("warning", Level.WARN);
    levels.put("fatal", Level.ERROR);
    levels.put("panic", Level.ERROR);
    return Collections.unmodifiableMap(levels);
  }

  static LogConfig read(Section root) {
    return new LogConfig(
        root.choice("log_level", LEVELS, Level.INFO), root.bool("json_log_enable", false));
  }
}
