package io.fleettelemetry.simulator;

import java.time.Duration;

/**
 * How long something took, to three digits.
 *
 * @param count how often it was measured; all others are 0 when never
 */
public record Latencies(
    long count, Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {}
