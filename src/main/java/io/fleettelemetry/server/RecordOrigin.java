package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.TelemetryRecord;

/** Who brought a record, and is told how it ended. Called on the ingest instance's event loop. */
interface RecordOrigin {

  /**
   * The record's one answer.
   *
   * @param route of the record
   * @param topic what an ack calls its type
   * @param messageBytes length of the message that brought it
   */
  void answer(Route route, byte[] topic, TelemetryRecord record, int messageBytes, Answer answer);

  /**
   * Whether it can await one more dead letter and still bring as much besides; otherwise their
   * dispatcher, when it is slow, would make it wait.
   *
   * @param messageBytes length of the message in question
   */
  boolean hasRoomForLetter(int messageBytes);

  /** Its answer waits for a dead letter, until {@link #letterEnded}. */
  void letterAwaited(int messageBytes);

  /** A dead letter that it awaited has ended, however. */
  void letterEnded(int messageBytes);

  /** A dispatcher that matters is full: bring nothing more until {@link #roomAgain}. */
  void awaitRoom();

  /** It may bring records again, a quantum of them also while others wait. */
  void roomAgain();

  /** Whether the record that it has just brought leaves anything of its quantum. */
  boolean spendQuantum();
}
