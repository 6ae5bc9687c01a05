package io.fleettelemetry.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * What a vehicle keeps until it is acked: records in flight, and those that wait to be sent, oldest
 * first, those to be sent again before all others. Bounded in records, and with all stores of an
 * event loop in bytes. Belongs to its vehicle's event loop.
 */
final class RecordStore {

  private final ArrayDeque<PendingRecord> inFlight = new ArrayDeque<>(4);
  private final ArrayDeque<PendingRecord> waiting = new ArrayDeque<>(4);
  private final int capacity;
  private final StoreBudget budget;

  /**
   * @param capacity records at most
   */
  RecordStore(int capacity, StoreBudget budget) {
    this.capacity = capacity;
    this.budget = budget;
  }

  /** Keeps a new record; false when there is no room for it. */
  boolean offer(PendingRecord made) {
    if (size() >= capacity || !budget.take(made.bytes())) {
      return false;
    }
    waiting.addLast(made);
    return true;
  }

  /** Takes the next record to be sent now; null when none waits. */
  PendingRecord send(long now) {
    PendingRecord next = waiting.pollFirst();
    if (next != null) {
      inFlight.addLast(next);
      next.sentAt(now);
    }
    return next;
  }

  /** What {@link #send} would take; null when none waits. */
  PendingRecord next() {
    return waiting.peekFirst();
  }

  int inFlight() {
    return inFlight.size();
  }

  int size() {
    return inFlight.size() + waiting.size();
  }

  /** What was sent first and has no answer; null when nothing is in flight. */
  PendingRecord oldestInFlight() {
    return inFlight.peekFirst();
  }

  /** The record of this number; null when none is kept. Usually one of the oldest in flight. */
  PendingRecord find(long sequence) {
    PendingRecord found = find(inFlight, sequence);
    return found != null ? found : find(waiting, sequence);
  }

  /** Lets go of a record that was answered. */
  void settle(PendingRecord answered) {
    if (inFlight.removeFirstOccurrence(answered) || waiting.removeFirstOccurrence(answered)) {
      budget.giveBack(answered.bytes());
    }
  }

  /** The connection is gone: all that was in flight is sent again, before what was not sent. */
  void sendAgain() {
    sendAgain(new ArrayList<>(inFlight));
    inFlight.clear();
  }

  /** What was sent before this moment is sent again, before what was not sent. */
  void sendAgainBefore(long sentAt) {
    List<PendingRecord> late = new ArrayList<>();
    while (!inFlight.isEmpty() && inFlight.peekFirst().sentAt() - sentAt < 0) {
      late.add(inFlight.pollFirst());
    }
    sendAgain(late);
  }

  private void sendAgain(List<PendingRecord> again) {
    if (again.isEmpty()) {
      return;
    }
    while (!waiting.isEmpty() && waiting.peekFirst().isSent()) {
      again.add(waiting.pollFirst());
    }
    again.sort(Comparator.comparingLong(PendingRecord::sequence).reversed());
    again.forEach(waiting::addFirst);
  }

  private static PendingRecord find(ArrayDeque<PendingRecord> records, long sequence) {
    for (Iterator<PendingRecord> i = records.iterator(); i.hasNext(); ) {
      PendingRecord record = i.next();
      if (record.sequence() == sequence) {
        return record;
      }
    }
    return null;
  }
}
