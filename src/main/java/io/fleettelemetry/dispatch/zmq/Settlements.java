package io.fleettelemetry.dispatch.zmq;

import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.metrics.PublishMetrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import java.util.Optional;
import java.util.Set;

/** Ends records: counts, logs and tells the outcome, in one place. Thread-safe. */
final class Settlements {

  private final PublishMetrics metrics;
  private final Set<String> reliableAckTypes;
  private final ErrorLog errors;
  private volatile String lastFailure;

  Settlements(DispatcherContext context, ErrorLog errors) {
    this.metrics = context.metrics().publishing("zmq");
    this.reliableAckTypes = context.reliableAckTypes();
    this.errors = errors;
  }

  /** The socket has a record. */
  void stored(Delivery delivery) {
    RecordType type = delivery.record().type();
    metrics.published(type, delivery.topic().frame().length + delivery.record().payload().length);
    if (reliableAckTypes.contains(type.name())) {
      metrics.reliableAck(type);
    }
    if (lastFailure != null) {
      lastFailure = null;
    }
    delivery.outcomes().settle(delivery.index(), Outcome.STORED);
  }

  /**
   * The socket does not have a record, for now.
   *
   * @param kind what is counted together in the log
   */
  void failed(Delivery delivery, String kind, String message) {
    metrics.error(delivery.record().type());
    errors.report(delivery.topic().toString(), kind, message);
    lastFailure = message;
    delivery.outcomes().settle(delivery.index(), Outcome.FAILED);
  }

  /** Why the last record failed; empty when one was stored since. */
  Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
