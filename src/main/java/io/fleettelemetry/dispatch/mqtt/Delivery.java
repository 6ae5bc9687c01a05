package io.fleettelemetry.dispatch.mqtt;

import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** A record on its way, or an announcement: which of its messages the broker has confirmed. */
final class Delivery {

  private static final int NO_INDEX = -1;

  private final TelemetryRecord record;
  private final int index;
  private final Outcomes outcomes;
  private final List<MqttMessage> messages;
  private final long deadlineNanos;
  private final BitSet confirmed = new BitSet();
  private int next;
  private boolean settled;
  private int losses;

  /**
   * A record of which nothing has been sent.
   *
   * @param index of the record among {@code outcomes}
   * @param messages at least one
   * @param deadlineNanos when it fails, by {@link System#nanoTime}
   */
  Delivery(
      TelemetryRecord record,
      int index,
      Outcomes outcomes,
      List<MqttMessage> messages,
      long deadlineNanos) {
    this.record = record;
    this.index = index;
    this.outcomes = outcomes;
    this.messages = messages;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * What a record gives rise to announcing, which goes the same way and is none of the record.
   *
   * @param ended told how it went
   */
  static Delivery announcement(
      TelemetryRecord record,
      List<MqttMessage> messages,
      long deadlineNanos,
      Consumer<Outcome> ended) {
    return new Delivery(
        record, NO_INDEX, (index, outcome) -> ended.accept(outcome), messages, deadlineNanos);
  }

  /** Whether it is no record but what one gave rise to announcing. */
  boolean isAnnouncement() {
    return index == NO_INDEX;
  }

  TelemetryRecord record() {
    return record;
  }

  MqttMessage message(int number) {
    return messages.get(number);
  }

  /** How long it still has, in nanoseconds; negative when its time is up. */
  long leftNanos() {
    return deadlineNanos - System.nanoTime();
  }

  /** Whether a message is still to be sent. */
  boolean hasNext() {
    return !settled && next < messages.size();
  }

  /** The number of the message to send now. */
  int next() {
    int number = next;
    next = confirmed.nextClearBit(number + 1);
    return number;
  }

  /** The connection is a new one: what was not confirmed is to be sent again. */
  void begin() {
    next = confirmed.nextClearBit(0);
  }

  /** The broker has confirmed a message; returns whether it now has confirmed all. */
  boolean confirm(int number) {
    confirmed.set(number);
    return confirmed.cardinality() == messages.size();
  }

  /** Counts one more connection that ended while it alone was on its way; returns how many did. */
  int countLoss() {
    return ++losses;
  }

  boolean isSettled() {
    return settled;
  }

  void settle(Outcome outcome) {
    settled = true;
    outcomes.settle(index, outcome);
  }
}
