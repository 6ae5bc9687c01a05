package io.fleettelemetry.simulator;

import io.fleettelemetry.simulator.trip.SimulatedRecord;

/** A record that a vehicle made and that has no ack. Belongs to its vehicle's event loop. */
final class PendingRecord {

  /** What keeping one costs besides its payload: objects and places in queues. */
  private static final int OVERHEAD_BYTES = 120;

  private final long sequence;
  private final SimulatedRecord record;
  private final long createdAtSeconds;
  private final long madeAt;
  private final int bytes;
  private long sentAt;
  private boolean sent;

  /**
   * @param sequence counts the vehicle's records from 0
   * @param createdAtSeconds epoch seconds
   * @param madeAt the same moment in terms of {@link System#nanoTime}
   */
  PendingRecord(long sequence, SimulatedRecord record, long createdAtSeconds, long madeAt) {
    this.sequence = sequence;
    this.record = record;
    this.createdAtSeconds = createdAtSeconds;
    this.madeAt = madeAt;
    // Kept here, since an ack finds neither record nor payload in the processor's cache.
    this.bytes = record.payload().length + OVERHEAD_BYTES;
  }

  long sequence() {
    return sequence;
  }

  SimulatedRecord record() {
    return record;
  }

  long createdAtSeconds() {
    return createdAtSeconds;
  }

  long madeAt() {
    return madeAt;
  }

  long sentAt() {
    return sentAt;
  }

  /** Whether it was sent before, on this connection or an earlier one. */
  boolean isSent() {
    return sent;
  }

  void sentAt(long now) {
    sentAt = now;
    sent = true;
  }

  int bytes() {
    return bytes;
  }
}
