package io.fleettelemetry.metrics;

import io.fleettelemetry.telemetry.RecordType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;

/**
 * What a dispatcher that publishes to a system counts, under names that begin with its own: {@code
 * <name>_publish_total}, {@code <name>_publish_total_bytes}, {@code <name>_reliable_ack_total} and
 * {@code <name>_err}. Thread-safe, never blocks.
 */
public final class PublishMetrics {

  private final ByRecordType<Counter> published;
  private final ByRecordType<Counter> publishedBytes;
  private final ByRecordType<Counter> reliableAcks;
  private final ByRecordType<Counter> errors;

  PublishMetrics(MeterRegistry registry, String dispatcher, Set<String> recordTypes) {
    published = counters(registry, recordTypes, dispatcher + MetricNames.PUBLISH_SUFFIX);
    publishedBytes = counters(registry, recordTypes, dispatcher + MetricNames.PUBLISH_BYTES_SUFFIX);
    reliableAcks = counters(registry, recordTypes, dispatcher + MetricNames.SYSTEM_ACK_SUFFIX);
    errors = counters(registry, recordTypes, dispatcher + MetricNames.ERROR_SUFFIX);
  }

  private static ByRecordType<Counter> counters(
      MeterRegistry registry, Set<String> recordTypes, String name) {
    return new ByRecordType<>(
        recordTypes, type -> registry.counter(name, MetricNames.RECORD_TYPE, type));
  }

  /**
   * The system has a message; a record may be several.
   *
   * @param bytes what was handed to the system of it
   */
  public void published(RecordType type, int bytes) {
    published.get(type).increment();
    publishedBytes.get(type).increment(bytes);
  }

  /** The system has confirmed a record of a type whose acks wait for this dispatcher. */
  public void reliableAck(RecordType type) {
    reliableAcks.get(type).increment();
  }

  /** A record, or a part of it, was not stored. */
  public void error(RecordType type) {
    errors.get(type).increment();
  }
}
