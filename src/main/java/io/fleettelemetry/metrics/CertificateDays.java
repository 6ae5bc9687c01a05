package io.fleettelemetry.metrics;

import java.util.function.DoubleSupplier;

/**
 * How long a certificate lasts.
 *
 * @param kind one of a fixed set of words
 * @param name whose it is; bounded
 * @param daysLeft days with their fraction, negative after the end; read at each scrape, on any
 *     thread; must not block
 */
public record CertificateDays(String kind, String name, DoubleSupplier daysLeft) {}
