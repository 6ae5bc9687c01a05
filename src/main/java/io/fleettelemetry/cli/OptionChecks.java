package io.fleettelemetry.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Refuses values of options as any wrong command line, with option, value and rule. */
record OptionChecks(CommandLine command) {

  void range(String option, long value, long min, long max) {
    String upper = max == Long.MAX_VALUE ? " or more" : " to " + max;
    that(value >= min && value <= max, option, value, "must be " + min + upper);
  }

  void that(boolean holds, String option, Object value, String rule) {
    if (!holds) {
      throw refused(option, value, rule);
    }
  }

  /** The refusal, to be thrown. */
  ParameterException refused(String option, Object value, String rule) {
    return new ParameterException(command, option + ": " + value + " — " + rule);
  }
}
