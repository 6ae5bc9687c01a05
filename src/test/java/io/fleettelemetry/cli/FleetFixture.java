package io.fleettelemetry.cli;

import io.fleettelemetry.simulator.FleetProgress;
import io.fleettelemetry.simulator.FleetProgress.Phase;
import io.fleettelemetry.simulator.FleetReport;
import io.fleettelemetry.simulator.FleetReport.Connections;
import io.fleettelemetry.simulator.FleetReport.Rates;
import io.fleettelemetry.simulator.FleetReport.Records;
import io.fleettelemetry.simulator.Latencies;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Progress and reports whose values all differ. */
final class FleetFixture {

  private static final Latencies NONE =
      new Latencies(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static final Duration CONNECTING = Duration.ofSeconds(6);

  private FleetFixture() {}

  private static Latencies millis(long count, int first) {
    return new Latencies(
        count,
        Duration.ofMillis(first),
        Duration.ofMillis(first + 1),
        Duration.ofMillis(first + 2),
        Duration.ofMillis(first + 3),
        Duration.ofMillis(first + 4));
  }

  static FleetProgress progress(Phase phase, int seconds, Optional<Duration> left) {
    return new FleetProgress(
        phase,
        5_000,
        1_234,
        Optional.empty(),
        seconds * 20_000L,
        seconds * 12L,
        seconds * 19_998L,
        345,
        0,
        0,
        millis(10, 10),
        Duration.ofSeconds(seconds),
        left);
  }

  static FleetProgress nothingYet(Optional<String> failure) {
    return new FleetProgress(
        Phase.CONNECTING,
        10,
        0,
        failure,
        0,
        0,
        0,
        0,
        0,
        0,
        NONE,
        Duration.ofSeconds(1),
        Optional.empty());
  }

  static FleetReport good() {
    return new FleetReport(
        new Connections(
            5, 5, 5, 5, 5, 0, Map.of(), Map.of(), millis(5, 20), 0, CONNECTING, Optional.empty()),
        new Records(1_000, 1_000, 0, 1_000, 0, 0, 0, Map.of(), 0, 0, 0, 0),
        new Rates(Duration.ofSeconds(10), OptionalDouble.of(100), 99.5, 99.25, 2.5),
        millis(1_000, 1),
        Optional.empty(),
        Optional.empty());
  }

  static FleetReport stoppedEarly() {
    return new FleetReport(
        new Connections(
            5, 4, 4, 4, 4, 0, Map.of(), Map.of(), millis(4, 20), 0, CONNECTING, Optional.empty()),
        good().records(),
        good().rates(),
        good().ackLatency(),
        Optional.empty(),
        Optional.empty());
  }

  static FleetReport bad() {
    return new FleetReport(
        new Connections(
            5,
            4,
            3,
            2,
            3,
            7,
            Map.of("connection refused", 9L),
            Map.of("closed by the server: 1001", 8L),
            NONE,
            0,
            CONNECTING,
            Optional.empty()),
        new Records(100, 90, 11, 60, 6, 10, 34, Map.of("record not stored", 6L), 1, 2, 12, 4),
        new Rates(Duration.ofSeconds(10), OptionalDouble.empty(), 9, 6, 0),
        NONE,
        Optional.empty(),
        Optional.of("acked.txt cannot be written"));
  }
}
