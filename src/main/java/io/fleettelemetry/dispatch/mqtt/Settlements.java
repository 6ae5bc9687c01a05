package io.fleettelemetry.dispatch.mqtt;

import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.metrics.PublishMetrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** Ends records: counts, logs and tells the outcome, in one place. Thread-safe. */
final class Settlements {

  private final PublishMetrics metrics;
  private final Set<String> reliableAckTypes;
  private final UnaryOperator<String> topicName;
  private final Supplier<String> standing;
  private final ErrorLog publishing;
  private final ErrorLog mapping;
  private volatile String lastFailure;

  /**
   * @param standing how the connection is, in a few words
   */
  Settlements(DispatcherContext context, Supplier<String> standing) {
    this.metrics = context.metrics().publishing("mqtt");
    this.reliableAckTypes = context.reliableAckTypes();
    this.topicName = context::topic;
    this.standing = standing;
    this.publishing = errors("mqtt_publish_error");
    this.mapping = errors("mqtt_process_payload_error");
  }

  private static ErrorLog errors(String name) {
    return new ErrorLog(LoggerFactory.getLogger(MqttDispatcher.class), name, System::nanoTime);
  }

  /** The broker has one message of a record. */
  void confirmed(Delivery delivery, MqttMessage message) {
    if (!delivery.isAnnouncement()) {
      metrics.published(delivery.record().type(), message.payload().length);
    }
  }

  /** The broker has all messages of a record. */
  void stored(Delivery delivery) {
    if (!delivery.isAnnouncement()) {
      acked(delivery.record().type());
    }
    delivery.settle(Outcome.STORED);
  }

  /** A record has been stored; of one without a message nothing is to be. */
  void acked(RecordType type) {
    if (reliableAckTypes.contains(type.name())) {
      metrics.reliableAck(type);
    }
    if (lastFailure != null) {
      lastFailure = null;
    }
  }

  /** A message was not taken, so its record has failed. */
  void failed(Delivery delivery, MqttMessage message, Outcome outcome, String why) {
    TelemetryRecord record = delivery.record();
    metrics.error(record.type());
    publishing.report(
        record.type().name(),
        outcome.name(),
        why,
        Map.of(
            "topic_name", topicName.apply(record.type().name()),
            "mqtt_topic", message.topic(),
            "vin", record.vin(),
            "txid", record.txidText()));
    if (outcome == Outcome.FAILED && !delivery.isAnnouncement()) {
      lastFailure = why;
    }
    delivery.settle(outcome);
  }

  /** A record's time is up. */
  void expired(Delivery delivery) {
    failed(
        delivery, delivery.message(0), Outcome.FAILED, "not confirmed in time; " + standing.get());
  }

  /** A record still waited when the dispatcher stopped. */
  void stopped(Delivery delivery) {
    failed(
        delivery, delivery.message(0), Outcome.FAILED, "the dispatcher stops; " + standing.get());
  }

  /** A record has no messages because it cannot be read; it has no outcome yet. */
  void unmapped(TelemetryRecord record, RuntimeException cause) {
    metrics.error(record.type());
    mapping.report(
        record.type().name(),
        "Unmapped",
        cause.toString(),
        Map.of("vin", record.vin(), "txid", record.txidText()));
  }

  /** The connection could not be made, or is lost. */
  void trouble(String why) {
    publishing.report("", "Connection", why);
  }

  /** Why the last record failed for now; empty when one was stored since. */
  Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
