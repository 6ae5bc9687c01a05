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
      end(delivery, address, Outcome.FAILED, cause.getClass().getSimpleName(), cause.toString());
    } else if (reply.failureType() == ReplyFailure.NO_HANDLERS) {
      String why = "nobody consumes " + address;
      end(delivery, address, Outcome.FAILED, "NoConsumer", why);
    } else if (reply.failureType() == ReplyFailure.TIMEOUT) {
      expired(delivery, address);
    } else {
      int code = reply.failureCode();
      boolean forGood = code >= FIRST_REFUSAL && code <= LAST_REFUSAL;
      String why = "the verticle failed the record with %d: %s".formatted(code, reply.getMessage());
      end(
          delivery,
          address,
          forGood ? Outcome.REFUSED : Outcome.FAILED,
          forGood ? "Refused" : "Failed",
          why);
    }
  }

  /** A record's time is up. */
  void expired(Delivery delivery, String address) {
    end(delivery, address, Outcome.FAILED, "NoReply", "no reply in time");
  }

  /** A record still waited when the dispatcher stopped. */
  void stopped(Delivery delivery, String address) {
    end(delivery, address, Outcome.FAILED, "Stopped", "the dispatcher stops");
  }

  /**
   * Ends a record that is not stored.
   *
   * @param kind what the log counts together
   */
  private void end(Delivery delivery, String address, Outcome outcome, String kind, String why) {
    metrics.error(delivery.record().type());
    errors.report(address, kind, why);
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
