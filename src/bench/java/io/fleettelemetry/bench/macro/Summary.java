package io.fleettelemetry.bench.macro;

import java.util.Collection;

/** What the values of several rounds come to. */
record Summary(double median, double min, double max) {

  /**
   * Of the values of one measure, each of one round.
   *
   * @throws IllegalArgumentException when there are none
   */
  static Summary of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Summary(median, sorted[0], sorted[sorted.length - 1]);
  }
}
