package io.fleettelemetry.config;

import java.time.Duration;

/**
 * How many messages one connection may send.
 *
 * @param enabled whether what is over the limit is dropped; counted in any case
 * @param messageLimit messages in one interval, 1 or more
 * @param interval a sliding one
 */
public record RateLimitConfig(boolean enabled, int messageLimit, Duration interval) {}
