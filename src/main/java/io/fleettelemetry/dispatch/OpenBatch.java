package io.fleettelemetry.dispatch;

import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.telemetry.Outcome;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A batch whose records do not all have their outcome yet. Holds none of the records: a slow one
 * would keep those in memory that have long been settled, and count no more. Thread-safe.
 */
final class OpenBatch implements Outcomes {

  private final String outcomeAddress;
  private final int dispatcher;
  private final long[] tickets;
  private final OutcomeCollector collector;
  private final Consumer<OpenBatch> onDone;

  /** A bit for each record without an outcome. */
  private final AtomicLong awaited;

  /** The thread on which the dispatcher is taking the batch; read as its own by no other. */
  private Thread taking;

  /**
   * All of the batch's records are awaited.
   *
   * @param onDone called once, by whoever settles the last record
   */
  OpenBatch(RecordBatch batch, OutcomeCollector collector, Consumer<OpenBatch> onDone) {
    this.outcomeAddress = batch.outcomeAddress();
    this.dispatcher = batch.dispatcher();
    this.tickets = batch.tickets();
    this.collector = collector;
    this.onDone = onDone;
    this.awaited = new AtomicLong(-1L >>> (Long.SIZE - tickets.length));
  }

  /** The dispatcher begins to take the batch on this thread. */
  void begin() {
    taking = Thread.currentThread();
  }

  /** It has taken the batch: the outcomes so far leave. */
  void end() {
    taking = null;
    collector.flush(outcomeAddress);
  }

  @Override
  public void settle(int index, Outcome outcome) {
    long bit = 1L << index;
    long before = awaited.getAndUpdate(bits -> bits & ~bit);
    if ((before & bit) != 0) {
      boolean endFollows = taking == Thread.currentThread();
      collector.add(outcomeAddress, dispatcher, tickets[index], outcome, endFollows);
      if (before == bit) {
        onDone.accept(this);
      }
    }
  }

  /** How many records have no outcome yet. */
  int awaited() {
    return Long.bitCount(awaited.get());
  }

  /** Ends every record that has no outcome yet. */
  void settleAll(Outcome outcome) {
    for (int i = 0; i < tickets.length; i++) {
      settle(i, outcome);
    }
  }
}
