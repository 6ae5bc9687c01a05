package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.Arrays;
import java.util.List;

/**
 * An array of slots that are used again and again. A ticket names a slot and its generation, so
 * that a late or repeated outcome finds nothing. Grows to the most that was ever in flight, which
 * the dispatchers' budgets bound.
 */
final class SlotTable {

  private static final int INITIAL_SLOTS = 64;

  private Slot[] slots = new Slot[0];
  private int[] free = new int[0];
  private int freeCount;

  int used() {
    return slots.length - freeCount;
  }

  /**
   * Takes a slot.
   *
   * @param awaited the dispatchers whose outcomes it waits for, as bits, at least one
   */
  Slot acquire(
      Route route, TelemetryRecord record, RecordOrigin origin, int messageBytes, int awaited) {
    if (freeCount == 0) {
      grow();
    }
    Slot slot = slots[free[--freeCount]];
    slot.route = route;
    slot.record = record;
    slot.origin = origin;
    slot.messageBytes = messageBytes;
    slot.awaited = awaited;
    slot.publishedNanos = System.nanoTime();
    return slot;
  }

  /** The slot that a ticket names, or null when it has ended. */
  Slot find(long ticket) {
    int index = (int) ticket;
    if (index < 0 || index >= slots.length) {
      return null;
    }
    Slot slot = slots[index];
    return slot.ticket() == ticket && slot.awaited != 0 ? slot : null;
  }

  /** The slots that wait for an outcome; may be ended while one goes through them. */
  List<Slot> inUse() {
    return Arrays.stream(slots).filter(slot -> slot.awaited != 0).toList();
  }

  /** Gives a slot back when no dispatcher is awaited any more. */
  void releaseIfSettled(Slot slot) {
    if (slot.awaited == 0) {
      slot.generation++;
      slot.route = null;
      slot.record = null;
      slot.origin = null;
      free[freeCount++] = slot.index;
    }
  }

  private void grow() {
    int before = slots.length;
    int after = Math.max(INITIAL_SLOTS, before * 2);
    slots = Arrays.copyOf(slots, after);
    free = Arrays.copyOf(free, after);
    for (int index = after - 1; index >= before; index--) {
      slots[index] = new Slot(index);
      free[freeCount++] = index;
    }
  }

  /** A record in flight. */
  static final class Slot {
    private final int index;
    private int generation;
    private Route route;
    private TelemetryRecord record;
    private RecordOrigin origin;
    private int messageBytes;
    private int awaited;
    private long publishedNanos;

    private Slot(int index) {
      this.index = index;
    }

    long ticket() {
      return (long) generation << Integer.SIZE | index;
    }

    /** Whether this dispatcher's outcome was awaited; it is not any more. */
    boolean settle(int dispatcher) {
      int bit = 1 << dispatcher;
      boolean was = (awaited & bit) != 0;
      awaited &= ~bit;
      return was;
    }

    Route route() {
      return route;
    }

    TelemetryRecord record() {
      return record;
    }

    /** Who awaits the answer; not kept any longer, since a slow dispatcher may keep the slot. */
    RecordOrigin takeOrigin() {
      RecordOrigin taken = origin;
      origin = null;
      return taken;
    }

    int messageBytes() {
      return messageBytes;
    }

    long publishedNanos() {
      return publishedNanos;
    }
  }
}
