package io.fleettelemetry.dispatch.custom;

import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.metrics.PublishMetrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Ends records by what the verticle replies: counts, logs and tells the outcome, in one place. */
final class Settlements {

  /** A verticle that fails a record with one of these codes refuses it for good. */
  private static final int FIRST_REFUSAL = 400;

  private static final int LAST_REFUSAL = 499;

  private final PublishMetrics metrics;
  private final Set<String> reliableAckTypes;
  private final ErrorLog errors;
  private volatile String lastFailure;

  Settlements(String name, DispatcherContext context) {
    metrics = context.metrics().publishing(name);
    reliableAckTypes = context.reliableAckTypes();
    errors =
        new ErrorLog(
            LoggerFactory.getLogger(VerticleDispatcher.class), name + "_err", System::nanoTime);
  }

  /** The verticle has confirmed a record. */
  void stored(Delivery delivery) {
    RecordType type = delivery.record().type();
    metrics.published(type, delivery.record().payload().length);
    if (reliableAckTypes.contains(type.name())) {
      metrics.reliableAck(type);
    }
    if (lastFailure != null) {
      lastFailure = null;
    }
    delivery.settle(Outcome.STORED);
  }

  /** The verticle has failed a record, or has not replied. */
  void failed(Delivery delivery, String address, Throwable cause) {
    if (!(cause instanceof ReplyException reply)) {
      failed(delivery, address, Outcome.FAILED, cause.toString());
      return;
    }
    int code = reply.failureCode();
    if (reply.failureType() == ReplyFailure.NO_HANDLERS) {
      failed(delivery, address, Outcome.FAILED, "nobody consumes " + address);
    } else if (reply.failureType() == ReplyFailure.TIMEOUT) {
      expired(delivery, address);
    } else {
      boolean forGood = code >= FIRST_REFUSAL && code <= LAST_REFUSAL;
      failed(
          delivery,
          address,
          forGood ? Outcome.REFUSED : Outcome.FAILED,
          "the verticle failed it with %d: %s".formatted(code, reply.getMessage()));
    }
  }

  /** A record's time is up. */
  void expired(Delivery delivery, String address) {
    failed(delivery, address, Outcome.FAILED, "no reply in time");
  }

  /** A record still waited when the dispatcher stopped. */
  void stopped(Delivery delivery, String address) {
    failed(delivery, address, Outcome.FAILED, "the dispatcher stops");
  }

  private void failed(Delivery delivery, String address, Outcome outcome, String why) {
    metrics.error(delivery.record().type());
    errors.report(address, outcome.name(), why);
    if (outcome == Outcome.FAILED) {
      lastFailure = why;
    }
    delivery.settle(outcome);
  }

  /** Why the last record failed for now; empty when one was stored since. */
  Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
