package io.fleettelemetry.metrics;

import io.fleettelemetry.telemetry.RecordType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Meters by record type, made at the type's first event. Bounded: one entry for each configured
 * type and one, {@code other}, for all the rest. A known type costs one map look-up.
 */
final class ByRecordType<M> {

  private final Set<String> configured;
  private final Function<String, M> factory;
  private final Map<String, M> meters = new ConcurrentHashMap<>();

  /**
   * @param configured the types that have meters of their own
   * @param factory makes the meters of one value of the tag {@code record_type}
   */
  ByRecordType(Set<String> configured, Function<String, M> factory) {
    this.configured = configured;
    this.factory = factory;
  }

  M get(RecordType type) {
    return get(type.name());
  }

  M get(String type) {
    M known = meters.get(type);
    return known != null ? known : make(type);
  }

  private M make(String type) {
    return meters.computeIfAbsent(configured.contains(type) ? type : MetricNames.OTHER, factory);
  }
}
