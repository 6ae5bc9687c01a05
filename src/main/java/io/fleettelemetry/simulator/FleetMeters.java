package io.fleettelemetry.simulator;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the fleet counts. A record that was made ends in exactly one of dropped, acked and refused;
 * until then it is unacked. Thread-safe.
 */
final class FleetMeters {

  final LongAdder made = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder resent = new LongAdder();
  final LongAdder acked = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder duplicateAcks = new LongAdder();
  final LongAdder unknownTxids = new LongAdder();
  final LongAdder wrongTopics = new LongAdder();
  final LongAdder unreadable = new LongAdder();
  final LongAdder reconnects = new LongAdder();

  /** Connections that resumed a TLS session. */
  final LongAdder resumed = new LongAdder();

  /** Error answers by their text. */
  final ReasonCounts errors = new ReasonCounts();

  /** Tries that led to no connection, by reason. */
  final ReasonCounts connectFailures = new ReasonCounts();

  private volatile String lastConnectFailure;

  /** Ends of connections that this side did not want, by reason. */
  final ReasonCounts disconnects = new ReasonCounts();

  final LatencyMeter ackLatency = new LatencyMeter();
  final LatencyMeter handshakeTime = new LatencyMeter();

  /** Of the handshakes, those of vehicles that came back because they were to. */
  final LatencyMeter returnTime = new LatencyMeter();

  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicInteger everConnected = new AtomicInteger();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();

  void connectFailed(String reason) {
    connectFailures.add(reason);
    lastConnectFailure = reason;
  }

  /** Why the last try that led to no connection did not; empty when each did. */
  Optional<String> lastConnectFailure() {
    return Optional.ofNullable(lastConnectFailure);
  }

  /** A vehicle's first try has ended, either way. */
  void triedOnce() {
    tried.incrementAndGet();
  }

  /**
   * @param before whether the vehicle has been connected before
   */
  void connected(boolean before) {
    if (before) {
      reconnects.increment();
    } else {
      everConnected.incrementAndGet();
    }
    int now = connected.incrementAndGet();
    peak.accumulateAndGet(now, Math::max);
  }

  void disconnected() {
    connected.decrementAndGet();
  }

  int tried() {
    return tried.get();
  }

  /** Connections that were made. */
  long connections() {
    return everConnected.get() + reconnects.sum();
  }

  int everConnected() {
    return everConnected.get();
  }

  int connected() {
    return connected.get();
  }

  int peak() {
    return peak.get();
  }

  /** Records that were made and have had no answer. */
  long unacked() {
    return Math.max(0, made.sum() - dropped.sum() - acked.sum() - refused.sum());
  }

  FleetReport.Connections connections(int vehicles, Checkpoints checkpoints) {
    return new FleetReport.Connections(
        vehicles,
        tried(),
        everConnected(),
        connected(),
        peak(),
        reconnects.sum(),
        connectFailures.snapshot(),
        disconnects.snapshot(),
        handshakeTime.total(),
        resumed.sum(),
        checkpoints.connecting(),
        checkpoints.reconnecting());
  }

  /** What became of records, when no more are made and no more answers are waited for. */
  FleetReport.Records records() {
    return new FleetReport.Records(
        made.sum(),
        sent.sum(),
        resent.sum(),
        acked.sum(),
        refused.sum(),
        dropped.sum(),
        unacked() + dropped.sum(),
        errors.snapshot(),
        duplicateAcks.sum(),
        unknownTxids.sum(),
        wrongTopics.sum(),
        unreadable.sum());
  }
}
