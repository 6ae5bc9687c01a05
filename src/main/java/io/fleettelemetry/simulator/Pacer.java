package io.fleettelemetry.simulator;

import java.util.concurrent.TimeUnit;

/**
 * Says how much is due at a steady rate, whatever became of what was due before: what a late call
 * has missed is due then. For one thread.
 */
final class Pacer {

  /** Timers are no finer, and each costs something. */
  private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final double intervalNanos;
  private final long start;
  private long done;

  /**
   * @param perSecond more than 0
   * @param start when the first is due, in terms of {@link System#nanoTime}
   */
  Pacer(double perSecond, long start) {
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.start = start;
  }

  /**
   * How many are due and have not been taken. They count as taken.
   *
   * @param limit how many are taken at most; the rest stays due
   */
  int take(long now, int limit) {
    long all = (long) Math.floor((now - start) / intervalNanos) + 1;
    int due = (int) Math.max(0, Math.min(limit, all - done));
    done += due;
    return due;
  }

  /** Nanoseconds until {@link #take} is worth a call. */
  long pause(long now) {
    return Math.max(MIN_PAUSE_NANOS, start + (long) (done * intervalNanos) - now);
  }
}
