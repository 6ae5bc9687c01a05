package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.TelemetryRecord;

/**
 * A record on its way. What changes is the {@link Pipeline}'s alone.
 *
 * @see SlotQueue
 */
final class Delivery {

  /** Of a command: names, metadata, objects. */
  private static final int OVERHEAD = 512;

  private final TelemetryRecord record;
  private final int index;
  private final Outcomes outcomes;
  private final int slot;
  private final long deadlineNanos;

  /**
   * A record without an outcome.
   *
   * @param slot of its key: records of one slot keep their order
   * @param deadlineNanos when it has failed, as {@link System#nanoTime}
   */
  Delivery(TelemetryRecord record, int index, Outcomes outcomes, int slot, long deadlineNanos) {
    this.record = record;
    this.index = index;
    this.outcomes = outcomes;
    this.slot = slot;
    this.deadlineNanos = deadlineNanos;
  }

  TelemetryRecord record() {
    return record;
  }

  int index() {
    return index;
  }

  Outcomes outcomes() {
    return outcomes;
  }

  int slot() {
    return slot;
  }

  /** About how much memory it takes on a connection. */
  int size() {
    return record.payload().length + OVERHEAD;
  }

  boolean isLate(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }
}
