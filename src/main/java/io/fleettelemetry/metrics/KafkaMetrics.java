package io.fleettelemetry.metrics;

import io.fleettelemetry.telemetry.RecordType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** The Kafka dispatcher's metrics. Thread-safe, never blocks. */
public final class KafkaMetrics {

  private final MeterRegistry registry;
  private final Set<String> recordTypes;
  private final ByRecordType<Volume> produced;
  private final ByRecordType<Volume> acked;
  private final ByRecordType<Counter> reliableAcks;
  private final Map<String, DoubleSupplier> queueSizes = new ConcurrentHashMap<>();

  KafkaMetrics(MeterRegistry registry, Set<String> recordTypes) {
    this.registry = registry;
    this.recordTypes = recordTypes;
    this.produced = volumes(MetricNames.KAFKA_PRODUCE, MetricNames.KAFKA_PRODUCE_BYTES);
    this.acked = volumes(MetricNames.KAFKA_PRODUCE_ACK, MetricNames.KAFKA_PRODUCE_ACK_BYTES);
    this.reliableAcks =
        new ByRecordType<>(recordTypes, type -> counter(MetricNames.KAFKA_RELIABLE_ACK, type));
  }

  /**
   * The client has taken a record.
   *
   * @param bytes the value's length
   */
  public void produced(RecordType type, int bytes) {
    produced.get(type).add(bytes);
  }

  /**
   * The broker has confirmed a record.
   *
   * @param bytes the value's length
   */
  public void acked(RecordType type, int bytes) {
    acked.get(type).add(bytes);
  }

  /** The broker has confirmed a record of a type whose acks wait for Kafka. */
  public void reliableAck(RecordType type) {
    reliableAcks.get(type).increment();
  }

  /** Anything failed: a record or the client itself. */
  public void error() {
    registry.counter(MetricNames.KAFKA_ERROR).increment();
  }

  /**
   * Shows how much waits in the client. A later supplier of the same type replaces the earlier.
   *
   * @param type {@code total}, {@code buffer} or {@code events}
   * @param size read at each scrape, on any thread; must not block
   */
  public void queueSize(String type, DoubleSupplier size) {
    if (queueSizes.put(type, size) == null) {
      Gauge.builder(
              MetricNames.KAFKA_PRODUCE_QUEUE_SIZE,
              queueSizes,
              sizes -> sizes.get(type).getAsDouble())
          .tag(MetricNames.TYPE, type)
          .register(registry);
    }
  }

  private ByRecordType<Volume> volumes(String records, String bytes) {
    return new ByRecordType<>(
        recordTypes, type -> new Volume(counter(records, type), counter(bytes, type)));
  }

  private Counter counter(String name, String recordType) {
    return registry.counter(name, MetricNames.RECORD_TYPE, recordType);
  }

  private record Volume(Counter records, Counter bytes) {

    void add(int size) {
      records.increment();
      bytes.increment(size);
    }
  }
}
