package io.fleettelemetry.server;

import io.fleettelemetry.config.RateLimitConfig;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The rate limit of one connection, and the count of what is over it. Without an enabled limit what
 * is over the default rate is only counted. Used on one event loop alone.
 */
final class MessageRate {

  private static final int DEFAULT_LIMIT = 100;
  private static final int DEFAULT_INTERVAL_MILLIS = 60_000;

  private final RateLimitConfig config;
  private final boolean enabled;
  private final int intervalMillis;
  private final SlidingWindow window;
  private final Function<String, Runnable> counters;
  private boolean told;
  private long toldAtMillis;
  private String countedType;
  private Runnable counter;

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

  /**
   * A limit that no message counts for yet.
   *
   * @param counters what counts a message of this connection, by record type
   */
  MessageRate(RateLimitConfig config, Function<String, Runnable> counters) {
    this.config = config;
    this.counters = counters;
    enabled = config.enabled();
    // Finer than a millisecond is one, longer than 24 days is that.
    intervalMillis =
        enabled
            ? (int) Math.min(Math.max(1, config.interval().toMillis()), Integer.MAX_VALUE)
            : DEFAULT_INTERVAL_MILLIS;
    window = new SlidingWindow(enabled ? config.messageLimit() : DEFAULT_LIMIT, intervalMillis);
  }

  /** What it limits to. */
  RateLimitConfig config() {
    return config;
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

  /**
   * Counts a message that is over the rate.
   *
   * @param route its record type's; null for a type without one and for what is no record
   */
  void countOver(Route route) {
    String type = route != null ? route.type().name() : "";
    // Where no limit is enabled this can be nearly every message, and most are of one type.
    if (!type.equals(countedType)) {
      counter = counters.apply(type);
      countedType = type;
    }
    counter.run();
  }
}
