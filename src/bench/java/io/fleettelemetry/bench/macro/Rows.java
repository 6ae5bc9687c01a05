package io.fleettelemetry.bench.macro;

import java.util.List;

/** Every row there is. */
final class Rows {

  private Rows() {}

  /** In the order in which they are measured. */
  static List<Row> all(Effort effort) {
    return List.of(
        ClosedLoopRow.discarding(effort),
        ClosedLoopRow.storing(effort),
        PacedRow.few(effort),
        PacedRow.many(effort),
        PacedRow.kafka(effort),
        new IdleRow(effort),
        new LiveHeapRow(effort),
        HandshakeRow.p256(effort),
        HandshakeRow.rsa(effort),
        DispatcherRow.of("kafka", MeasuredSystems::kafka, effort),
        DispatcherRow.near("file", MeasuredSystems::file, effort),
        new StartRow());
  }
}
