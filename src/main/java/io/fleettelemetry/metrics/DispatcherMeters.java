package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** What is counted for one dispatcher. */
final class DispatcherMeters {

  private static final String KAFKA = "kafka";

  private final MeterRegistry registry;
  private final Set<String> recordTypes;
  private final Tags tags;
  private final Map<String, ByRecordType<Counter>> dropsByReason = new ConcurrentHashMap<>();
  private final List<LongSupplier> inFlightRecords = new CopyOnWriteArrayList<>();
  private final List<LongSupplier> inFlightBytes = new CopyOnWriteArrayList<>();

  final ByRecordType<Counter> reliableAcks;
  final ByRecordType<Counter> reliableAckMisses;
  final ByRecordType<Counter> errors;
  final ByRecordType<Timer> latency;
  final ByRecordType<Timer> ackLatency;

  DispatcherMeters(MeterRegistry registry, String dispatcher, Set<String> recordTypes) {
    this.registry = registry;
    this.recordTypes = recordTypes;
    this.tags = Tags.of(MetricNames.DISPATCHER, dispatcher);
    this.reliableAcks = counters(MetricNames.RELIABLE_ACK, tags);
    this.reliableAckMisses = counters(MetricNames.RELIABLE_ACK_MISS, tags);
    this.errors = errorCounters(dispatcher);
    this.latency = timers(MetricNames.DISPATCH_LATENCY);
    this.ackLatency = timers(MetricNames.ACK_LATENCY);
  }

  private ByRecordType<Timer> timers(String name) {
    return new ByRecordType<>(
        recordTypes,
        type -> Latency.timer(name, tags.and(MetricNames.RECORD_TYPE, type)).register(registry));
  }

  /** Losses for one reason; the reasons are few and named in the code. */
  ByRecordType<Counter> drops(String reason) {
    ByRecordType<Counter> known = dropsByReason.get(reason);
    return known != null
        ? known
        : dropsByReason.computeIfAbsent(
            reason, r -> counters(MetricNames.DROPPED, tags.and(MetricNames.REASON, r)));
  }

  synchronized void inFlight(LongSupplier records, LongSupplier bytes) {
    if (inFlightRecords.isEmpty()) {
      sumGauge(MetricNames.IN_FLIGHT_RECORDS, inFlightRecords);
      sumGauge(MetricNames.IN_FLIGHT_BYTES, inFlightBytes);
    }
    inFlightRecords.add(records);
    inFlightBytes.add(bytes);
  }

  private void sumGauge(String name, List<LongSupplier> parts) {
    Gauge.builder(name, parts, all -> all.stream().mapToLong(LongSupplier::getAsLong).sum())
        .tags(tags)
        .register(registry);
  }

  private ByRecordType<Counter> counters(String name, Tags fixed) {
    return new ByRecordType<>(
        recordTypes, type -> registry.counter(name, fixed.and(MetricNames.RECORD_TYPE, type)));
  }

  /** {@code <dispatcher>_err} by record type, except Kafka's, which has never had a label. */
  private ByRecordType<Counter> errorCounters(String dispatcher) {
    return dispatcher.equals(KAFKA)
        ? new ByRecordType<>(recordTypes, type -> registry.counter(MetricNames.KAFKA_ERROR))
        : counters(dispatcher + MetricNames.ERROR_SUFFIX, Tags.empty());
  }
}
