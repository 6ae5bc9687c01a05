package io.fleettelemetry.server;

import io.fleettelemetry.config.RateLimitConfig;
import java.util.concurrent.TimeUnit;

/**
 * The rate limit of one connection. Without an enabled limit what is over the default rate is only
 * counted.
 */
final class MessageRate {

  private static final int DEFAULT_LIMIT = 100;
  private static final int DEFAULT_INTERVAL_MILLIS = 60_000;

  private final boolean enabled;
  private final int intervalMillis;
  private final SlidingWindow window;
  private boolean told;
  private long toldAtMillis;

  /** What becomes of a message. */
  enum Verdict {
    WITHIN,
    /** Over the default rate while no limit is enabled. */
    COUNTED_ONLY,
    /** Over the limit, the first in one interval: the vehicle is told. */
    REFUSED_FIRST,
    /** Over the limit. */
    REFUSED
  }

  MessageRate(RateLimitConfig config) {
    enabled = config.enabled();
    // Finer than a millisecond is one, longer than 24 days is that.
    intervalMillis =
        enabled
            ? (int) Math.min(Math.max(1, config.interval().toMillis()), Integer.MAX_VALUE)
            : DEFAULT_INTERVAL_MILLIS;
    window = new SlidingWindow(enabled ? config.messageLimit() : DEFAULT_LIMIT, intervalMillis);
  }

  /** Judges a message that has just come. */
  Verdict next() {
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    if (window.admit(now)) {
      return Verdict.WITHIN;
    }
    if (!enabled) {
      return Verdict.COUNTED_ONLY;
    }
    if (told && now - toldAtMillis < intervalMillis) {
      return Verdict.REFUSED;
    }
    told = true;
    toldAtMillis = now;
    return Verdict.REFUSED_FIRST;
  }
}
