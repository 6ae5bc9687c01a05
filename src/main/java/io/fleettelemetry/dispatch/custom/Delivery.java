package io.fleettelemetry.dispatch.custom;

import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.concurrent.TimeUnit;

/**
 * A record on its way to the verticle and back.
 *
 * @param index of the record among {@code outcomes}
 * @param deadlineNanos when it fails, by {@link System#nanoTime}
 */
record Delivery(TelemetryRecord record, int index, Outcomes outcomes, long deadlineNanos) {

  /** How long it may still take, in milliseconds; 0 or less when its time is up. */
  long leftMillis() {
    return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
  }

  void settle(Outcome outcome) {
    outcomes.settle(index, outcome);
  }
}
