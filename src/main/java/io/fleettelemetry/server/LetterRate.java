package io.fleettelemetry.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many dead letters one ingest instance may make: a hundred a second, and as many at once when
 * there were none for a second. Each is encoded on the event loop, and vehicles whose software is
 * at fault come in thousands. Not thread-safe.
 */
final class LetterRate {

  static final int A_SECOND = 100;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long COST_NANOS = SECOND_NANOS / A_SECOND;

  private final LongSupplier nanoTime;
  private long lastNanos;
  private long creditNanos = SECOND_NANOS;

  /**
   * A rate of which nothing is used.
   *
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  LetterRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  /** Whether another one may be made now; it counts as made. */
  boolean take() {
    long now = nanoTime.getAsLong();
    creditNanos = Math.min(SECOND_NANOS, creditNanos + (now - lastNanos));
    lastNanos = now;
    if (creditNanos < COST_NANOS) {
      return false;
    }
    creditNanos -= COST_NANOS;
    return true;
  }
}
