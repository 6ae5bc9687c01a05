package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.metrics.KafkaMetrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Ends records: counts, logs and tells the outcome, in one place. Thread-safe. */
final class Settlements {

  private final KafkaMetrics metrics;
  private final Set<String> reliableAckTypes;
  private final ErrorLog errors;
  private volatile String lastFailure;

  Settlements(DispatcherContext context, ErrorLog errors) {
    this.metrics = context.metrics().kafka();
    this.reliableAckTypes = context.reliableAckTypes();
    this.errors = errors;
  }

  /** The producer has taken a record. */
  void taken(Delivery delivery) {
    metrics.produced(delivery.record().type(), delivery.record().payload().length);
  }

  /** The broker has a record. */
  void stored(Delivery delivery) {
    RecordType type = delivery.record().type();
    metrics.acked(type, delivery.record().payload().length);
    if (reliableAckTypes.contains(type.name())) {
      metrics.reliableAck(type);
    }
    if (lastFailure != null) {
      lastFailure = null;
    }
    delivery.outcomes().settle(delivery.index(), Outcome.STORED);
  }

  /** A record was not stored, for good or for now. */
  void failed(Delivery delivery, String topic, Exception error) {
    String message = String.valueOf(KafkaErrors.reason(error).getMessage());
    failed(delivery, topic, KafkaErrors.outcome(error), KafkaErrors.kind(error), message);
  }

  /** A record waited too long for a producer that takes it. */
  void expired(Delivery delivery, String topic, Duration timeout, String why) {
    String message =
        "no broker took the record within %d ms: %s".formatted(timeout.toMillis(), why);
    failed(delivery, topic, Outcome.FAILED, "Expired", message);
  }

  /** A record still waited when the dispatcher stopped. */
  void stopped(Delivery delivery, String topic, String why) {
    failed(delivery, topic, Outcome.FAILED, "Stopped", "the dispatcher stops: " + why);
  }

  private void failed(
      Delivery delivery, String topic, Outcome outcome, String kind, String message) {
    metrics.error();
    errors.report(topic, kind, message);
    if (outcome == Outcome.FAILED) {
      lastFailure = message;
    }
    delivery.outcomes().settle(delivery.index(), outcome);
  }

  /** Why the last record failed for now; empty when one was stored since. */
  Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
