package io.fleettelemetry.bench.macro;

import java.util.Locale;

/**
 * What the median of a measure should be: a ratio to the floor's, a distance from it, or a value.
 */
record Goal(Kind kind, double limit) {

  enum Kind {
    AT_LEAST_OF_FLOOR("≥ %s × floor"),
    AT_MOST_OF_FLOOR("≤ %s × floor"),
    AT_MOST_ABOVE_FLOOR("≤ floor + %s"),
    AT_MOST("≤ %s");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  static Goal atLeastOfFloor(double ratio) {
    return new Goal(Kind.AT_LEAST_OF_FLOOR, ratio);
  }

  static Goal atMostOfFloor(double ratio) {
    return new Goal(Kind.AT_MOST_OF_FLOOR, ratio);
  }

  static Goal atMostAboveFloor(double more) {
    return new Goal(Kind.AT_MOST_ABOVE_FLOOR, more);
  }

  static Goal atMost(double value) {
    return new Goal(Kind.AT_MOST, value);
  }

  /** Whether there is no telling without a value of the floor. */
  boolean needsFloor() {
    return kind != Kind.AT_MOST;
  }

  /**
   * Whether it is met.
   *
   * @param floor any value when the goal {@linkplain #needsFloor needs none}
   */
  boolean isMet(double server, double floor) {
    return switch (kind) {
      case AT_LEAST_OF_FLOOR -> server >= limit * floor;
      case AT_MOST_OF_FLOOR -> server <= limit * floor;
      case AT_MOST_ABOVE_FLOOR -> server <= floor + limit;
      case AT_MOST -> server <= limit;
    };
  }

  /** As in {@code ≤ 1.4 × floor}; without the unit. */
  @Override
  public String toString() {
    String number =
        limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    return String.format(Locale.ROOT, kind.text, number);
  }
}
