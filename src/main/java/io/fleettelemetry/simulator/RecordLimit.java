package io.fleettelemetry.simulator;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** How many records the fleet still makes. Thread-safe. */
final class RecordLimit {

  private final boolean limited;
  private final AtomicLong left;

  RecordLimit(OptionalLong records) {
    limited = records.isPresent();
    left = new AtomicLong(records.orElse(0));
  }

  /** Whether one more may be made; it counts as made. */
  boolean take() {
    return !limited || left.getAndDecrement() > 0;
  }
}
