package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;

/**
 * A record that waits to be stored, as what is written of it.
 *
 * @param bytes the line with its line feed
 * @param index of the record in the call that brought it
 * @param outcomes of that call
 * @param takenAtNanos when it came, {@link System#nanoTime}
 */
// Nobody compares two of these.
@SuppressWarnings("ArrayRecordComponent")
record Line(byte[] bytes, RecordType type, int index, Outcomes outcomes, long takenAtNanos) {

  void settle(Outcome outcome) {
    outcomes.settle(index, outcome);
  }
}
