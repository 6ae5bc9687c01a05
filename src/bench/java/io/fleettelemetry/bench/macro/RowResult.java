package io.fleettelemetry.bench.macro;

import java.util.List;
import java.util.Optional;

/**
 * What came of a row.
 *
 * @param trials those that have a result, in the order in which they were
 * @param failure why the row ended early; empty when it did not
 */
record RowResult(String row, List<Measure> measures, List<Trial> trials, Optional<String> failure) {

  RowResult {
    measures = List.copyOf(measures);
    trials = List.copyOf(trials);
  }

  /** The lines of the measures that have a value. */
  List<Line> lines() {
    return measures.stream()
        .map(measure -> Line.of(measure, trials))
        .flatMap(Optional::stream)
        .toList();
  }
}
