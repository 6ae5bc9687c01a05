package io.fleettelemetry.server;

/** What a vehicle is told about a record. */
enum Answer {
  ACK,
  /** The error {@code record not stored}. */
  NOT_STORED,
  /** The error {@code incorrect message format}. */
  INCORRECT_FORMAT,
  /** Nothing; the vehicle sends the record again. */
  SILENCE
}
