package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;

/** Every metric of the server: one method for each event that counts. Thread-safe, never blocks. */
public final class Metrics {

  /**
   * Meters in a registry.
   *
   * @param recordTypes the types in {@code records}; any other is counted as {@code other}
   * @param trackedVins VINs with their own signal gauge
   */
  public Metrics(MeterRegistry registry, Set<String> recordTypes, Set<String> trackedVins) {}
}
