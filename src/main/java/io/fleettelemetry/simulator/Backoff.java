package io.fleettelemetry.simulator;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long a vehicle waits before it connects again: twice as long after each failure. */
final class Backoff {

  private static final long FIRST_MILLIS = 1_000;
  private static final int MAX_DOUBLINGS = 16;

  private final long maxMillis;

  Backoff(Duration max) {
    maxMillis = max.toMillis();
  }

  /**
   * Half of the pause to all of it, by chance, so that vehicles that lost their server together do
   * not all come back together.
   *
   * @param failures tries since the last connection that worked, 0 or more
   */
  long pauseMillis(int failures) {
    long pause = Math.min(maxMillis, FIRST_MILLIS << Math.min(failures, MAX_DOUBLINGS));
    return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
  }
}
