package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.protocol.Envelope;
import io.fleettelemetry.protocol.EnvelopeDecoder;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.Arrays;

/**
 * One vehicle's connection: the way of a message from its bytes to its answer. Everything happens
 * on the event loop of its ingest instance. How it begins and ends is its {@link
 * ConnectionLifecycle}'s.
 */
final class VehicleConnection implements MessageListener {

  private static final byte[] NOTHING = {};

  private final Ingest ingest;
  private final Vehicle vehicle;
  private final ConnectionLog log;
  private MessageRate rate;
  private final ConnectionWindow window;
  private final VehicleAnswers answers;
  private final ConnectionLifecycle lifecycle;

  private VehicleConnection(
      Ingest ingest, Vehicle vehicle, ConnectionLog log, ConnectionLifecycle lifecycle) {
    this.ingest = ingest;
    this.vehicle = vehicle;
    this.log = log;
    this.lifecycle = lifecycle;
    this.rate = newRate();
    this.window = lifecycle.window();
    this.answers = lifecycle.answers();
  }

  /**
   * Opens a connection for which a place was taken in the registry; it is read as soon as it may.
   */
  static void open(Ingest ingest, Vehicle vehicle, Standing standing, VehicleSocket socket) {
    ConnectionLog log = new ConnectionLog(vehicle, ingest.settings().routing());
    ConnectionLifecycle lifecycle = new ConnectionLifecycle(ingest, vehicle, standing, socket, log);
    lifecycle.open(new VehicleConnection(ingest, vehicle, log, lifecycle));
  }

  // The way of a message: rate limit, size, envelope, payload, routing and sender, dispatchers.

  @Override
  public void message(byte[] buffer, int length) {
    Envelope envelope = EnvelopeDecoder.decode(buffer, 0, length);
    if (!withinRate(envelope)) {
      return;
    }
    window.received(length);
    if (envelope instanceof Envelope.Record record) {
      record(record, length);
    } else if (envelope instanceof Envelope.NotARecord other) {
      ingest.metrics().unknownMessageType(other.tag());
      log.unknownMessageType(other);
      answers.ack(other.txid(), NOTHING, length);
    } else {
      undecodable(
          Undecodable.message(buffer, length, ((Envelope.Unreadable) envelope).reason()), length);
    }
  }

  private void record(Envelope.Record envelope, int length) {
    Route route = route(envelope);
    RecordType type = type(route, envelope);
    RecordFactory.Payload payload =
        new RecordFactory.Payload(
            type,
            envelope.txid(),
            envelope.createdAtSeconds(),
            envelope.buffer(),
            envelope.payloadOffset(),
            envelope.payloadLength());
    RecordFactory.Result result = ingest.records().make(payload, vehicle);
    if (result instanceof RecordFactory.Result.Invalid invalid) {
      undecodable(Undecodable.payload(payload, invalid.reason()), length);
      return;
    }
    RecordFactory.Result.Made made = (RecordFactory.Result.Made) result;
    if (route == null && !isFromItself(envelope)) {
      log.unexpectedSender(envelope, type);
      answers.error(envelope.txid(), Answers.INCORRECT_FORMAT, length);
      return;
    }
    accept(route, made, envelope.topic(), length);
  }

  private void accept(Route route, RecordFactory.Result.Made made, byte[] topic, int length) {
    TelemetryRecord record = made.record();
    int payloadLength = record.payload().length;
    ingest.metrics().recordAccepted(record.type(), vehicle.vin(), payloadLength, made.signals());
    log.accepted(route, record, payloadLength);
    if (route == null) {
      // A type without a route may be any bytes, also such that are no text.
      answers.ack(record.txid(), topic, length);
    } else {
      ingest.inFlight().publish(route, record, answers, length);
    }
  }

  private boolean isFromItself(Envelope.Record envelope) {
    return Arrays.equals(envelope.senderId(), vehicle.identity().senderId().getBytes(UTF_8))
        || Arrays.equals(envelope.senderId(), vehicle.vin().getBytes(UTF_8));
  }

  private MessageRate newRate() {
    return new MessageRate(
        ingest.rateLimit(), type -> ingest.metrics().rateLimitCounter(vehicle.vin(), type));
  }

  private boolean withinRate(Envelope envelope) {
    if (!rate.config().equals(ingest.rateLimit())) {
      rate = newRate(); // The limit has been changed since.
    }
    MessageRate.Verdict verdict = rate.next();
    if (verdict == MessageRate.Verdict.WITHIN) {
      return true;
    }
    rate.countOver(envelope instanceof Envelope.Record record ? route(record) : null);
    if (verdict == MessageRate.Verdict.REFUSED_FIRST) {
      log.rateLimited();
      window.received(0);
      byte[] txid = envelope instanceof Envelope.Record record ? record.txid() : NOTHING;
      answers.error(txid, Answers.RATE_LIMITED, 0);
    }
    return verdict == MessageRate.Verdict.COUNTED_ONLY;
  }

  /** Where the record goes; null when its type has no route. */
  private Route route(Envelope.Record envelope) {
    return ingest.settings().routing().route(envelope.topic());
  }

  /** The type that a vehicle says a record is of, without a new string where it has a route. */
  private static RecordType type(Route route, Envelope.Record envelope) {
    return route != null ? route.type() : RecordType.of(new String(envelope.topic(), UTF_8));
  }

  @Override
  public void oversizedMessage(long length) {
    if (withinRate(new Envelope.Unreadable("message is too long"))) {
      window.received(0);
      ingest.metrics().recordTooBig();
      reject(
          NOTHING,
          "",
          "message of %d bytes, at most %d are taken"
              .formatted(length, MessageAssembler.MAX_KEPT_BYTES),
          0);
    }
  }

  private void undecodable(Undecodable what, int messageBytes) {
    RecordFactory.Payload raw = what.raw();
    if (ingest.deadLetters().undecodable(what, vehicle, answers, messageBytes)) {
      log.deadLetter(raw.txid(), raw.type().name(), what.error());
    } else {
      reject(raw.txid(), raw.type().name(), what.error(), messageBytes);
    }
  }

  private void reject(byte[] txid, String type, String reason, int messageBytes) {
    log.unexpectedRecord(txid, type, reason);
    answers.error(txid, Answers.INCORRECT_FORMAT, messageBytes);
  }

  @Override
  public void ping(byte[] payload) {
    answers.pong(payload);
  }

  @Override
  public void readComplete() {
    lifecycle.heard();
    ingest.flushAnswers();
  }

  @Override
  public void writabilityChanged(boolean writable) {
    window.writable(writable);
  }

  @Override
  public void violation(int closeCode, String reason) {
    log.violation(closeCode, reason);
    lifecycle.violation(closeCode, reason);
  }

  @Override
  public void failed(Throwable fault) {
    log.failed(fault);
    lifecycle.failed();
  }

  @Override
  public void closeReceived() {
    lifecycle.closeReceived();
  }
}
