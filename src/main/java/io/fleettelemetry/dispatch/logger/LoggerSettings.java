package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.config.Section;

/**
 * The section {@code logger}.
 *
 * @param verbose whether each value of a {@code V} is logged with the name of its type
 */
public record LoggerSettings(boolean verbose) {

  /** Reads the section; an absent one is all defaults. */
  public static LoggerSettings read(Section section) {
    return new LoggerSettings(section.bool("verbose", false));
  }
}
