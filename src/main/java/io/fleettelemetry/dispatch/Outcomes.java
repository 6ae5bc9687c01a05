package io.fleettelemetry.dispatch;

import io.fleettelemetry.telemetry.Outcome;

/** Takes the outcomes of the records of one {@link Dispatcher#dispatch} call. Thread-safe. */
@FunctionalInterface
public interface Outcomes {

  /**
   * Ends one record. A second outcome for the same record is ignored.
   *
   * @param index of the record in the list that was dispatched
   */
  void settle(int index, Outcome outcome);
}
