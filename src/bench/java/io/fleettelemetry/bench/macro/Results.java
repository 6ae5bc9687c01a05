package io.fleettelemetry.bench.macro;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of all rows. */
record Results(List<RowResult> rows) {

  /** What a record costs more when many vehicles send it: of rows that are measured apart. */
  static final Measure FLEET_SIZE =
      Measure.of(
          "fleet_size_cost", "CPU a record, many vehicles / 200 vehicles", "", Goal.atMost(1.2));

  Results {
    rows = List.copyOf(rows);
  }

  /** Every line of the table. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>(rows.stream().flatMap(row -> row.lines().stream()).toList());
    find(lines, PacedRow.CPU_MANY)
        .flatMap(
            many -> find(lines, PacedRow.CPU_FEW).map(few -> Line.quotient(FLEET_SIZE, many, few)))
        .ifPresent(lines::add);
    return lines;
  }

  /** Whether each row has its result. */
  boolean isComplete() {
    return rows.stream().allMatch(row -> row.failure().isEmpty());
  }

  private static Optional<Line> find(List<Line> lines, String id) {
    return lines.stream().filter(line -> line.measure().id().equals(id)).findFirst();
  }
}
