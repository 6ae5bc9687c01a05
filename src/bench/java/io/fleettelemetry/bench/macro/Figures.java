package io.fleettelemetry.bench.macro;

import java.util.Locale;

/** Numbers as readers see them: three digits or so. */
final class Figures {

  private Figures() {}

  /** As in {@code 24,100}, {@code 104}, {@code 18.2}, {@code 0.67}. */
  static String of(double value) {
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  /** As in {@code 104 (98.2–131)}; the value alone where all were the same. */
  static String of(Summary summary) {
    String median = of(summary.median());
    return summary.min() == summary.max()
        ? median
        : median + " (" + of(summary.min()) + "–" + of(summary.max()) + ")";
  }
}
