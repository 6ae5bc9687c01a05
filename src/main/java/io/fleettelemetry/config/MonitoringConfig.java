package io.fleettelemetry.config;

import java.util.OptionalInt;

/**
 * Where metrics are read.
 *
 * @param prometheusPort port of {@code GET /metrics}; absent is off
 * @param prometheusHost the address it binds
 */
public record MonitoringConfig(OptionalInt prometheusPort, String prometheusHost) {}
