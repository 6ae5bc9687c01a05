package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.TelemetryRecord;

/** Who brought a record, and is told how it ended. Called on the ingest instance's event loop. */
interface RecordOrigin {

  /**
   * The record's one answer.
   *
   * @param messageBytes length of the message that brought it
   */
  void answer(Route route, TelemetryRecord record, int messageBytes, Answer answer);

  /** A dispatcher that matters is full: bring nothing more until {@link #roomAgain}. */
  void awaitRoom();

  /** It may bring records again, a quantum of them also while others wait. */
  void roomAgain();

  /** Whether the record that it has just brought leaves anything of its quantum. */
  boolean spendQuantum();
}
