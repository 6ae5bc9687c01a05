package io.fleettelemetry.simulator;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What the fleet had done at one moment.
 *
 * @param at in terms of {@link System#nanoTime}
 * @param cpu processor time of the process
 */
record Checkpoint(long at, long sent, long acked, Duration cpu) {

  static Checkpoint of(FleetMeters meters) {
    return new Checkpoint(
        System.nanoTime(),
        meters.sent.sum(),
        meters.acked.sum(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  /** What was done from here to a later moment. */
  FleetReport.Rates until(Checkpoint end, OptionalDouble wanted) {
    double seconds = Math.max(1, end.at - at) / 1e9;
    return new FleetReport.Rates(
        Duration.ofNanos(end.at - at),
        wanted,
        (end.sent - sent) / seconds,
        (end.acked - acked) / seconds,
        end.cpu.minus(cpu).toNanos() / 1e9);
  }
}
