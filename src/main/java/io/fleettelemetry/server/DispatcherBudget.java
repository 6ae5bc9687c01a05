package io.fleettelemetry.server;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one ingest instance may have in flight to one dispatcher, in records and bytes, and who
 * waits for room there. Written on one event loop alone; the two figures can be read on any thread.
 */
final class DispatcherBudget {

  /** What a record costs besides its bytes: its objects, its slot, its places in queues. */
  static final int RECORD_OVERHEAD_BYTES = 256;

  private final long maxRecords;
  private final long maxBytes;
  private final int quantum;
  private final Executor soon;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** In the order in which they came; one that leaves is taken out. */
  private final Set<RecordOrigin> waiting = new LinkedHashSet<>();

  /** Whether a look for more room is due, with the vehicles that were let in reading meanwhile. */
  private boolean admitting;

  /**
   * A budget of which nothing is taken.
   *
   * @param quantum records that a vehicle may bring when it is let in
   * @param soon runs a task on the event loop a moment later, when vehicles that were let in have
   *     brought what they had
   */
  DispatcherBudget(long maxRecords, long maxBytes, int quantum, Executor soon) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.quantum = quantum;
    this.soon = soon;
  }

  /** Vehicles should bring nothing more. */
  boolean isFull() {
    return records.getPlain() >= maxRecords || bytes.getPlain() >= maxBytes;
  }

  /**
   * Nothing more is taken at all. A budget overshoots by what is read before a vehicle is paused, a
   * record each; this bounds that too.
   */
  boolean isExhausted() {
    return records.getPlain() >= 2 * maxRecords || bytes.getPlain() >= 2 * maxBytes;
  }

  void take(int recordBytes) {
    records.lazySet(records.getPlain() + 1);
    bytes.lazySet(bytes.getPlain() + recordBytes);
  }

  void release(int recordBytes) {
    records.lazySet(records.getPlain() - 1);
    bytes.lazySet(bytes.getPlain() - recordBytes);
  }

  /** Puts a vehicle at the end of the queue for room. */
  void await(RecordOrigin origin) {
    if (waiting.add(origin)) {
      origin.awaitRoom();
    }
  }

  /** Whether vehicles wait for room. */
  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  /** A vehicle that is gone waits no longer. */
  void forget(RecordOrigin origin) {
    waiting.remove(origin);
  }

  /**
   * Lets vehicles in, those that have waited longest first, as many as there is room for with a
   * quantum each, and more of them while room is left: most vehicles have less to bring. Waits
   * until a quarter is free, so that vehicles are not stopped and started for each record.
   */
  void admitWaiting() {
    if (!admitting) {
      admitNext();
    }
  }

  private void admitNext() {
    admitting = false;
    if (records.getPlain() > maxRecords - maxRecords / 4
        || bytes.getPlain() > maxBytes - maxBytes / 4) {
      return;
    }
    long room = Math.max(1, (maxRecords - records.getPlain()) / quantum);
    Iterator<RecordOrigin> longest = waiting.iterator();
    for (; room > 0 && longest.hasNext(); room--) {
      RecordOrigin origin = longest.next();
      longest.remove();
      origin.roomAgain();
    }
    if (!waiting.isEmpty()) {
      admitting = true;
      soon.execute(this::admitNext);
    }
  }

  long records() {
    return records.get();
  }

  long bytes() {
    return bytes.get();
  }
}
