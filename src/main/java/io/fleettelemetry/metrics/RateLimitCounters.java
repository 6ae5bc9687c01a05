package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages over the rate limit by device and record type. The first {@value #MAX_DEVICES} devices
 * have series of their own, all later ones share {@code other}.
 */
final class RateLimitCounters {

  static final int MAX_DEVICES = 1_000;

  private final MeterRegistry registry;
  private final Set<String> recordTypes;
  private final Map<String, ByRecordType<Counter>> devices = new ConcurrentHashMap<>();
  private final ByRecordType<Counter> others;

  RateLimitCounters(MeterRegistry registry, Set<String> recordTypes) {
    this.registry = registry;
    this.recordTypes = recordTypes;
    this.others = device(MetricNames.OTHER);
  }

  Counter counter(String deviceId, String recordType) {
    ByRecordType<Counter> known = devices.get(deviceId);
    return (known != null ? known : admit(deviceId)).get(recordType);
  }

  private ByRecordType<Counter> admit(String deviceId) {
    if (devices.size() >= MAX_DEVICES) {
      return others;
    }
    synchronized (this) {
      return devices.size() >= MAX_DEVICES
          ? devices.getOrDefault(deviceId, others)
          : devices.computeIfAbsent(deviceId, this::device);
    }
  }

  private ByRecordType<Counter> device(String deviceId) {
    return new ByRecordType<>(
        recordTypes,
        type ->
            registry.counter(
                MetricNames.RATE_LIMIT_EXCEEDED,
                Tags.of(MetricNames.DEVICE_ID, deviceId, MetricNames.TXTYPE, type)));
  }
}
