package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is counted for each accepted record of one type. */
final class RecordMeters {

  private final MeterRegistry registry;
  private final Tags tags;
  private final Set<String> trackedVins;
  private final Counter records;
  private final Counter bytes;
  private final Counter dispatches;
  private final LongAdder signals;
  private final Map<String, LongAdder> signalsByVin = new ConcurrentHashMap<>();

  RecordMeters(MeterRegistry registry, String recordType, Set<String> trackedVins) {
    this.registry = registry;
    this.tags = Tags.of(MetricNames.RECORD_TYPE, recordType);
    this.trackedVins = trackedVins;
    this.records = registry.counter(MetricNames.RECORD, tags);
    this.bytes = registry.counter(MetricNames.RECORD_SIZE_BYTES, tags);
    this.dispatches = registry.counter(MetricNames.DISPATCH, tags);
    this.signals = sum(MetricNames.SIGNAL_COUNT, tags);
  }

  void accepted(String vin, int payloadBytes, int signalCount) {
    records.increment();
    bytes.increment(payloadBytes);
    dispatches.increment();
    signals.add(signalCount);
    if (trackedVins.contains(vin)) {
      signalsByVin.computeIfAbsent(vin, this::vinSignals).add(signalCount);
    }
  }

  private LongAdder vinSignals(String vin) {
    return sum(MetricNames.VIN_SIGNAL_COUNT, tags.and(MetricNames.VIN, vin));
  }

  /** A gauge that only rises; dashboards know these two as gauges. */
  private LongAdder sum(String name, Tags gaugeTags) {
    LongAdder sum = new LongAdder();
    Gauge.builder(name, sum, LongAdder::sum).tags(gaugeTags).register(registry);
    return sum;
  }
}
