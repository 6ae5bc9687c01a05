package io.fleettelemetry.server;

import java.util.concurrent.TimeUnit;

/** Lets the first of many equal log lines through, once a minute. Used on one event loop alone. */
final class OncePerMinute {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private long lastNanos = System.nanoTime() - MINUTE;
  private long held;

  /** Notes that there is something to say; whether it is to be said now. */
  boolean isDue() {
    held++;
    return System.nanoTime() - lastNanos >= MINUTE;
  }

  /** It is said; gives how often there was something to say since the last time. */
  long said() {
    long times = held;
    held = 0;
    lastNanos = System.nanoTime();
    return times;
  }
}
