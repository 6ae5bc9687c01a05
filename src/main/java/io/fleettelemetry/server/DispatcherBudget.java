package io.fleettelemetry.server;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one ingest instance may have in flight to one dispatcher, in records and bytes, and who
 * waits for room there. Written on one event loop alone; the two figures can be read on any thread.
 */
final class DispatcherBudget {

  /** What a record costs besides its payload: its objects, its slot, its places in queues. */
  static final int RECORD_OVERHEAD_BYTES = 256;

  private final long maxRecords;
  private final long maxBytes;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** In the order in which they came; one that leaves is taken out. */
  private final Set<RecordOrigin> waiting = new LinkedHashSet<>();

  DispatcherBudget(long maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
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

  /** A vehicle that is gone waits no longer. */
  void forget(RecordOrigin origin) {
    waiting.remove(origin);
  }

  /**
   * Lets vehicles in, those that have waited longest first, as many as there is room for records; a
   * vehicle's own window is its quantum. Waits until a quarter is free, so that vehicles are not
   * stopped and started for each record.
   */
  void admitWaiting() {
    if (waiting.isEmpty()
        || records.getPlain() > maxRecords - maxRecords / 4
        || bytes.getPlain() > maxBytes - maxBytes / 4) {
      return;
    }
    long room = maxRecords - records.getPlain();
    Iterator<RecordOrigin> longest = waiting.iterator();
    for (; room > 0 && longest.hasNext(); room--) {
      RecordOrigin origin = longest.next();
      longest.remove();
      origin.roomAgain();
    }
  }

  long records() {
    return records.get();
  }

  long bytes() {
    return bytes.get();
  }
}
