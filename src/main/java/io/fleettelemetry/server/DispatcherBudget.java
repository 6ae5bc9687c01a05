package io.fleettelemetry.server;

import java.util.ArrayDeque;
import java.util.Queue;
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
  private final Queue<RecordOrigin> waiting = new ArrayDeque<>();

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
    waiting.add(origin);
    origin.awaitRoom();
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
    for (; room > 0 && !waiting.isEmpty(); room--) {
      waiting.remove().roomAgain();
    }
  }

  long records() {
    return records.get();
  }

  long bytes() {
    return bytes.get();
  }
}
