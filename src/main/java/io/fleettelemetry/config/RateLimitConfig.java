package io.fleettelemetry.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How many messages one connection may send.
 *
 * @param enabled whether what is over the limit is dropped; counted in any case
 * @param messageLimit messages in one interval, 1 or more
 * @param interval a sliding one
 */
public record RateLimitConfig(boolean enabled, int messageLimit, Duration interval) {

  private static final int DEFAULT_LIMIT = 100;
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

  static RateLimitConfig read(Section rateLimit) {
    boolean enabled = rateLimit.bool("enabled", false);
    int limit = rateLimit.integer("message_limit", 1, Integer.MAX_VALUE, DEFAULT_LIMIT);
    if (enabled && !rateLimit.has("message_limit")) {
      rateLimit.error("message_limit", "is required with enabled: a whole number of 1 or more");
    }
    return new RateLimitConfig(enabled, limit, interval(rateLimit));
  }

  private static Duration interval(Section rateLimit) {
    String key = "message_interval_time";
    String older = "MessageIntervalTimeSecond";
    Duration seconds = rateLimit.duration(key, ChronoUnit.SECONDS, 1, DEFAULT_INTERVAL);
    Optional<Duration> nanoseconds = rateLimit.duration(older, ChronoUnit.NANOS, 1);
    Optional<Duration> inForce = nanoseconds.filter(given -> !rateLimit.has(key));
    rateLimit.effective().older(older, key, ChronoUnit.SECONDS, inForce);
    if (inForce.isPresent()) {
      rateLimit.warning(
          older, "is an older name, in nanoseconds; message_interval_time takes seconds");
    } else if (nanoseconds.isPresent()) {
      rateLimit.effective().withoutEffect(older);
      rateLimit.warning(older, "has no effect beside message_interval_time");
    }
    return inForce.orElse(seconds);
  }
}
