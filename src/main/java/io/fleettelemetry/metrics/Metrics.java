package io.fleettelemetry.metrics;

import io.fleettelemetry.telemetry.RecordType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Every metric of the server: one method for each event that counts. A series appears with its
 * first event. Meters of the hot path are resolved once; those of rare events are looked up at the
 * event. Thread-safe, never blocks.
 */
public final class Metrics {

  private final MeterRegistry registry;
  private final Set<String> recordTypes;
  private final ByRecordType<RecordMeters> records;
  private final Map<String, DispatcherMeters> dispatchers = new ConcurrentHashMap<>();
  private final Map<String, PublishMetrics> publishing = new ConcurrentHashMap<>();
  private final RateLimitCounters rateLimited;
  private final LongAdder connections;
  private final LongAdder pausedConnections;
  private final KafkaMetrics kafka;
  private final MultiGauge certificateDays;

  /**
   * Meters in a registry, with those that describe the process.
   *
   * @param recordTypes the types in {@code records}; any other is counted as {@code other}
   * @param trackedVins VINs with their own signal gauge
   */
  public Metrics(MeterRegistry registry, Set<String> recordTypes, Set<String> trackedVins) {
    this.registry = registry;
    this.recordTypes = Set.copyOf(recordTypes);
    Set<String> vins = Set.copyOf(trackedVins);
    this.records =
        new ByRecordType<>(this.recordTypes, type -> new RecordMeters(registry, type, vins));
    this.rateLimited = new RateLimitCounters(registry, this.recordTypes);
    this.kafka = new KafkaMetrics(registry, this.recordTypes);
    this.connections = level(MetricNames.NUM_CONNECTIONS);
    this.pausedConnections = level(MetricNames.PAUSED_CONNECTIONS);
    this.certificateDays = MultiGauge.builder(MetricNames.CERTIFICATE_DAYS_LEFT).register(registry);
    // Nothing counts it any more; dashboards still ask for it.
    registry.counter(MetricNames.UNAUTHORIZED_SENDER_ID);
    ProcessMetrics.register(registry);
  }

  /** The Kafka dispatcher's metrics. */
  public KafkaMetrics kafka() {
    return kafka;
  }

  /** What a dispatcher that publishes counts besides, by its name in the configuration. */
  public PublishMetrics publishing(String dispatcher) {
    return publishing.computeIfAbsent(
        dispatcher, name -> new PublishMetrics(registry, name, recordTypes));
  }

  /**
   * A vehicle's record was accepted; once, however many dispatchers get it.
   *
   * @param vin the device id of the certificate
   * @param payloadBytes its payload after the transforms
   * @param signals what it reports: data of a {@code V}, alerts of an {@code alerts}, else 0
   */
  public void recordAccepted(RecordType type, String vin, int payloadBytes, int signals) {
    records.get(type).accepted(vin, payloadBytes, signals);
  }

  /**
   * What counts a message over the rate limit each time it is run, on any thread. Finding it costs
   * some look-ups, so a connection keeps it.
   *
   * @param deviceId the certificate's; those beyond the first thousand share one series
   * @param recordType empty for a type without a route and for what is no record
   */
  public Runnable rateLimitCounter(String deviceId, String recordType) {
    return rateLimited.counter(deviceId, recordType)::increment;
  }

  /** A message was longer than a record may be. */
  public void recordTooBig() {
    count(MetricNames.RECORD_TOO_BIG, Tags.empty());
  }

  /**
   * An envelope held no record.
   *
   * @param tag the union's tag; negative where there is none, which counts as 0, the tag of nothing
   */
  public void unknownMessageType(int tag) {
    count(
        MetricNames.UNKNOWN_MESSAGE_TYPE,
        Tags.of(MetricNames.MSG_TYPE, Integer.toString(Math.max(tag, 0))));
  }

  /** A vehicle was sent an error. */
  public void errorAnswered() {
    count(MetricNames.UNEXPECTED_RECORD, Tags.empty());
  }

  /** An answer could not be written. */
  public void socketError() {
    count(MetricNames.SOCKET_ERROR, Tags.empty());
  }

  /** A vehicle that is still connected was given its ack after the source's confirmation. */
  public void reliableAck(RecordType type, String dispatcher) {
    dispatcher(dispatcher).reliableAcks.get(type).increment();
  }

  /** The source confirmed a record whose vehicle had left. */
  public void reliableAckMiss(RecordType type, String dispatcher) {
    dispatcher(dispatcher).reliableAckMisses.get(type).increment();
  }

  /** A vehicle was registered as connected. */
  public void connectionOpened() {
    connections.increment();
  }

  /** A registered vehicle is gone. */
  public void connectionClosed() {
    connections.decrement();
  }

  /** How many registered vehicles are connected. */
  public long connections() {
    return connections.sum();
  }

  /** A connection is no longer read until there is room. */
  public void connectionPaused() {
    pausedConnections.increment();
  }

  /** A paused connection is read again, or is gone. */
  public void connectionResumed() {
    pausedConnections.decrement();
  }

  /**
   * A connection was not let in.
   *
   * @param reason one of a fixed set of words
   */
  public void connectionRefused(String reason) {
    count(MetricNames.CONNECTIONS_REFUSED, Tags.of(MetricNames.REASON, reason));
  }

  /**
   * The server ended a connection that was open.
   *
   * @param reason one of a fixed set of words
   */
  public void connectionEnded(String reason) {
    count(MetricNames.CONNECTIONS_ENDED, Tags.of(MetricNames.REASON, reason));
  }

  /**
   * A TLS handshake ended.
   *
   * @param outcome one of a fixed set of words
   * @param reason one of a fixed set of words, empty where there is nothing to say
   */
  public void handshake(String outcome, String reason) {
    count(
        MetricNames.TLS_HANDSHAKES,
        Tags.of(MetricNames.OUTCOME, outcome, MetricNames.REASON, reason));
  }

  /**
   * Shows how long certificates last, in place of those that were shown before.
   *
   * @param certificates no two with the same kind and name
   */
  public void certificates(Collection<CertificateDays> certificates) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (CertificateDays one : certificates) {
      Tags tags = Tags.of(MetricNames.CERTIFICATE, one.kind(), MetricNames.NAME, one.name());
      rows.add(MultiGauge.Row.of(tags, one.daysLeft()::getAsDouble));
    }
    certificateDays.register(rows, true);
  }

  /**
   * A reload of the configuration and the files that it names ended.
   *
   * @param outcome one of a fixed set of words
   */
  public void reload(String outcome) {
    count(MetricNames.RELOADS, Tags.of(MetricNames.OUTCOME, outcome));
  }

  /**
   * A record was lost for one dispatcher.
   *
   * @param reason one of a fixed set of words
   */
  public void dropped(String dispatcher, RecordType type, String reason) {
    dispatcher(dispatcher).drops(reason).get(type).increment();
  }

  /**
   * What a vehicle sent became a dead letter, which is on its way to its dispatcher.
   *
   * @param type what it was before; an empty name where that could not be read
   * @param reason one of a fixed set of words
   */
  public void deadLetter(RecordType type, String reason) {
    String known = recordTypes.contains(type.name()) ? type.name() : MetricNames.OTHER;
    count(
        MetricNames.DEAD_LETTERS,
        Tags.of(MetricNames.RECORD_TYPE, known, MetricNames.REASON, reason));
  }

  /** A dispatcher failed with a record: {@code <dispatcher>_err}. */
  public void dispatcherError(String dispatcher, RecordType type) {
    dispatcher(dispatcher).errors.get(type).increment();
  }

  /**
   * A record was acked after its reliable ack source confirmed it; those acked at once wait for
   * nothing and are not measured.
   *
   * @param nanos from its hand-over to the outcome that acks it
   */
  public void ackLatency(String dispatcher, RecordType type, long nanos) {
    dispatcher(dispatcher).ackLatency.get(type).record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * A dispatcher ended a record, however.
   *
   * @param nanos from its publication to its outcome
   */
  public void dispatchLatency(String dispatcher, RecordType type, long nanos) {
    dispatcher(dispatcher).latency.get(type).record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Shows what one ingest instance has in flight; the gauges are the sum over all that registered.
   *
   * @param records read at each scrape, on any thread; must not block
   * @param bytes as records
   */
  public void inFlight(String dispatcher, LongSupplier records, LongSupplier bytes) {
    dispatcher(dispatcher).inFlight(records, bytes);
  }

  private DispatcherMeters dispatcher(String name) {
    DispatcherMeters known = dispatchers.get(name);
    return known != null
        ? known
        : dispatchers.computeIfAbsent(name, n -> new DispatcherMeters(registry, n, recordTypes));
  }

  private LongAdder level(String name) {
    LongAdder level = new LongAdder();
    Gauge.builder(name, level, LongAdder::sum).register(registry);
    return level;
  }

  private void count(String name, Tags tags) {
    registry.counter(name, tags).increment();
  }
}
