package io.fleettelemetry.cli;

import java.time.Duration;
import java.util.Locale;

/** Writes times for people. */
final class Figures {

  private static final double MICROS_A_SECOND = 1_000_000;
  private static final double MICROS_A_MILLI = 1_000;
  private static final double WHOLE_FROM = 100;

  private Figures() {}

  /** In milliseconds or seconds, to about three digits. */
  static String time(Duration time) {
    double micros = time.toNanos() / 1e3;
    return micros < MICROS_A_SECOND
        ? rounded(micros / MICROS_A_MILLI) + " ms"
        : rounded(micros / MICROS_A_SECOND) + " s";
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, value < WHOLE_FROM ? "%.1f" : "%.0f", value);
  }
}
