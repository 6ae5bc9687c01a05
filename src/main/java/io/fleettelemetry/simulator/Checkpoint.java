package io.fleettelemetry.simulator;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the fleet had done at one moment.
 *
 * @param at in terms of {@link System#nanoTime}
 * @param connections that were made, those of vehicles that came back included
 * @param failures tries that led to no connection
 * @param resumed connections that resumed a TLS session
 * @param cpu processor time of this process
 * @param server what the server's process had used; empty when it is not known
 */
record Checkpoint(
    long at,
    long sent,
    long acked,
    long connections,
    long failures,
    long resumed,
    Duration cpu,
    Optional<ProcessUsage> server) {

  /** Now. Blocks the thread. */
  static Checkpoint of(FleetMeters meters, Optional<ProcessMeter> server) {
    return new Checkpoint(
        System.nanoTime(),
        meters.sent.sum(),
        meters.acked.sum(),
        meters.connections(),
        meters.connectFailures.total(),
        meters.resumed.sum(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
        server.flatMap(ProcessMeter::read));
  }

  /** How long it is from here to a later moment. */
  Duration time(Checkpoint end) {
    return Duration.ofNanos(end.at - at);
  }

  /** What was done from here to a later moment. */
  FleetReport.Rates rates(Checkpoint end, OptionalDouble wanted) {
    double seconds = Math.max(1, end.at - at) / 1e9;
    return new FleetReport.Rates(
        time(end),
        wanted,
        (end.sent - sent) / seconds,
        (end.acked - acked) / seconds,
        end.cpu.minus(cpu).toNanos() / 1e9);
  }

  /** What the server used from here to a later moment for what was done so often. */
  Optional<ServerUsage.Spent> serverSpent(Checkpoint end, long count) {
    return server.isEmpty() || end.server.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ServerUsage.Spent(
                count, end.server.get().cpu().minus(server.get().cpu()), time(end)));
  }
}
