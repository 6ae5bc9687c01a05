package io.fleettelemetry.simulator;

/**
 * A vehicle's records in an order. They are linked to each other, so that neither a queue nor an
 * array has to be fetched from memory for each. A record is in one queue at most. Belongs to its
 * vehicle's event loop.
 */
final class RecordQueue {

  private PendingRecord first;
  private PendingRecord last;
  private int size;

  int size() {
    return size;
  }

  /** Null when there is none. */
  PendingRecord first() {
    return first;
  }

  void addLast(PendingRecord record) {
    if (last == null) {
      first = record;
    } else {
      last.next(record);
    }
    last = record;
    size++;
  }

  void addFirst(PendingRecord record) {
    record.next(first);
    first = record;
    if (last == null) {
      last = record;
    }
    size++;
  }

  /** Takes the first; null when there is none. */
  PendingRecord pollFirst() {
    PendingRecord polled = first;
    if (polled != null) {
      unlink(null, polled);
    }
    return polled;
  }

  /** The record of this number; null when it is not here. */
  PendingRecord find(long sequence) {
    PendingRecord record = first;
    while (record != null && record.sequence() != sequence) {
      record = record.next();
    }
    return record;
  }

  /** Whether it was here. */
  boolean remove(PendingRecord record) {
    PendingRecord before = null;
    for (PendingRecord at = first; at != null; at = at.next()) {
      if (at == record) {
        unlink(before, at);
        return true;
      }
      before = at;
    }
    return false;
  }

  private void unlink(PendingRecord before, PendingRecord record) {
    if (before == null) {
      first = record.next();
    } else {
      before.next(record.next());
    }
    if (last == record) {
      last = before;
    }
    record.next(null);
    size--;
  }
}
