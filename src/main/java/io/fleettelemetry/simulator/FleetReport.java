package io.fleettelemetry.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a fleet.
 *
 * @param ackLatency from when a record was made to its ack, the wait in its vehicle's store
 *     included; of acks since measuring began, so that it says nothing of handshakes
 * @param server what the server's process used; empty when it was not accounted for
 * @param problem why the file of acked txids is not complete; empty when it is or none was wanted
 */
public record FleetReport(
    Connections connections,
    Records records,
    Rates rates,
    Latencies ackLatency,
    Optional<ServerUsage> server,
    Optional<String> problem) {

  /**
   * How vehicles connected.
   *
   * @param vehicles how many there are
   * @param tried how many have tried, and know what came of it
   * @param everConnected how many were connected at least once
   * @param connected how many were at the end, before they left
   * @param peak how many were at the same time
   * @param reconnects connections of vehicles that had been connected before
   * @param failures tries that led to no connection, by reason
   * @param disconnects connections that the fleet did not end, by reason
   * @param handshake time from the first packet to the end of the upgrade
   * @param resumed connections that resumed a TLS session
   * @param connecting how long it took until each vehicle had tried
   * @param reconnecting how vehicles came back when they were to; empty when they never did
   */
  public record Connections(
      int vehicles,
      int tried,
      int everConnected,
      int connected,
      int peak,
      long reconnects,
      Map<String, Long> failures,
      Map<String, Long> disconnects,
      Latencies handshake,
      long resumed,
      Duration connecting,
      Optional<Reconnecting> reconnecting) {}

  /**
   * How vehicles came back that had left because they were to. The time of leaving is in none of
   * it.
   *
   * @param rounds how often all left and came back
   * @param connections that were made then
   * @param failures tries that led to no connection
   * @param resumed connections that resumed a TLS session
   * @param time from when all had left until all had come back, all rounds together
   * @param handshake time from the first packet to the end of the upgrade
   */
  public record Reconnecting(
      int rounds,
      long connections,
      long failures,
      long resumed,
      Duration time,
      Latencies handshake) {}

  /**
   * What became of records.
   *
   * @param made by the vehicles: acked, refused or lost
   * @param sent for the first time
   * @param resent how often one was sent again
   * @param acked with their txid and type
   * @param refused answered with an error that is final
   * @param dropped of the lost, those that found no place in their vehicle's store
   * @param lost without an answer at the end
   * @param errors error answers, by their text
   * @param duplicateAcks acks of records that had an answer before
   * @param unknownTxids acks of what was never sent
   * @param wrongTopics acks with the txid of a record and the type of another
   * @param unreadable messages that are neither ack nor error
   */
  public record Records(
      long made,
      long sent,
      long resent,
      long acked,
      long refused,
      long dropped,
      long lost,
      Map<String, Long> errors,
      long duplicateAcks,
      long unknownTxids,
      long wrongTopics,
      long unreadable) {}

  /**
   * How fast it was, from the end of the warm-up and of the vehicles' coming back until no more
   * records were made; over all the time when it ended before.
   *
   * @param measured how long that was
   * @param wanted records a second; empty for as fast as acks come
   * @param sent records a second, without those sent again
   * @param acked records a second
   * @param cpuSeconds processor time of this process, whatever else is in it
   */
  public record Rates(
      Duration measured, OptionalDouble wanted, double sent, double acked, double cpuSeconds) {

    /** Records sent for each second of processor time; 0 when none was measured. */
    public double sentPerCpuSecond() {
      return cpuSeconds == 0 ? 0 : sent * seconds() / cpuSeconds;
    }

    /** The part of one processor that this process used. */
    public double cpuShare() {
      return seconds() == 0 ? 0 : cpuSeconds / seconds();
    }

    private double seconds() {
      return measured.toNanos() / 1e9;
    }
  }

  /** Whether nothing is wrong. */
  public boolean ok() {
    return problems().isEmpty();
  }

  /** What is wrong: vehicles not connected, records lost, errors, answers that make no sense. */
  public List<String> problems() {
    List<String> found = new ArrayList<>();
    add(found, connections.tried() - connections.everConnected(), "vehicles never connected");
    if (connections.tried() == 0) {
      found.add("no vehicle was connected");
    }
    if (connections.reconnecting().isPresent() || isIdle()) {
      add(
          found,
          connections.everConnected() - connections.connected(),
          "vehicles not connected at the end");
    }
    add(found, records.lost(), "records lost");
    add(
        found,
        records.errors().values().stream().mapToLong(Long::longValue).sum(),
        "error answers");
    add(found, records.unknownTxids(), "acks with an unknown txid");
    add(found, records.wrongTopics(), "acks with a wrong record type");
    add(found, records.unreadable(), "answers that cannot be read");
    problem.ifPresent(found::add);
    return found;
  }

  /** Whether vehicles had nothing to do but to be connected. */
  private boolean isIdle() {
    return rates.wanted().isPresent() && rates.wanted().getAsDouble() == 0;
  }

  private static void add(List<String> found, long count, String what) {
    if (count > 0) {
      found.add(String.format(Locale.ROOT, "%s: %,d", what, count));
    }
  }
}
