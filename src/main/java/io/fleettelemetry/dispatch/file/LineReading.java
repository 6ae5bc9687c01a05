package io.fleettelemetry.dispatch.file;

/** What became of a line that was read. */
sealed interface LineReading {

  /** It is a record that is wanted, up to its content. */
  record Wanted(StoredRecord record) implements LineReading {}

  /** It is a record that is not wanted, or at least not one that is. */
  enum Other implements LineReading {
    INSTANCE
  }

  /** It is no record. */
  record Damaged(String reason) implements LineReading {}
}
