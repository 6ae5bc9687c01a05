package io.fleettelemetry.bus;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;

/**
 * The event bus as this server uses it: two kinds of message, each with its codec. Make one for
 * each Vertx; thread-safe.
 */
public final class TelemetryBus {

  private static final RecordBatchCodec RECORDS = new RecordBatchCodec();
  private static final OutcomeBatchCodec OUTCOMES = new OutcomeBatchCodec();

  private final EventBus eventBus;

  /** The bus of this Vertx; registers the codecs where that was not done yet. */
  public TelemetryBus(Vertx vertx) {
    eventBus = vertx.eventBus();
    register(RECORDS);
    register(OUTCOMES);
  }

  private void register(WireCodec<?> codec) {
    try {
      eventBus.registerCodec(codec);
    } catch (IllegalStateException alreadyRegistered) {
      // Another server in the same Vertx: the codecs have no state, any will do.
    }
  }

  /**
   * Sends batches to one address of {@link Addresses#records}. A write fails with {@code
   * NO_HANDLERS} when nobody consumes there.
   */
  public MessageProducer<RecordBatch> recordSender(String address) {
    return eventBus.sender(address, local(RECORDS));
  }

  /** Consumes the batches of one address of {@link Addresses#records}, on the caller's context. */
  public MessageConsumer<RecordBatch> onRecords(String address, Handler<RecordBatch> handler) {
    return eventBus.<RecordBatch>localConsumer(address, message -> handler.handle(message.body()));
  }

  /** Sends outcomes to an ingest instance; an instance that is gone needs none. */
  public void sendOutcomes(String address, OutcomeBatch outcomes) {
    eventBus.send(address, outcomes, local(OUTCOMES));
  }

  /** Consumes the outcomes sent to an ingest instance, on the caller's context. */
  public MessageConsumer<OutcomeBatch> onOutcomes(String address, Handler<OutcomeBatch> handler) {
    return eventBus.<OutcomeBatch>localConsumer(address, message -> handler.handle(message.body()));
  }

  private static DeliveryOptions local(WireCodec<?> codec) {
    return new DeliveryOptions().setLocalOnly(true).setCodecName(codec.name());
  }
}
