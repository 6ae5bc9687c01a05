package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.server.RecordFactory.Payload;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.DeadLetter;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters of what cannot be decoded and of what a dispatcher refuses for good, which
 * vehicles would send again for ever. There is none where they are not wanted, where their
 * dispatcher is full, and over a rate: the vehicle is then told what it would be told without them,
 * so that nothing is lost. Used on one event loop alone.
 */
final class DeadLetters implements InFlight.Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final String REFUSED = "refused";

  /**
   * Each is encoded on the event loop, and vehicles whose software is at fault come in thousands.
   */
  static final int A_SECOND = 100;

  private static final int SECOND_MILLIS = 1_000;

  private final Route route;
  private final InFlight inFlight;
  private final AckPolicy acks;
  private final Metrics metrics;
  private final LongSupplier nowMillis;
  private final SlidingWindow rate = new SlidingWindow(A_SECOND, SECOND_MILLIS);
  private final OncePerMinute overRate = new OncePerMinute();

  /**
   * Dead letters of one ingest instance.
   *
   * @param route where they go, or null when they are not wanted
   * @param nowMillis a clock that never goes back
   */
  DeadLetters(
      Route route, InFlight inFlight, AckPolicy acks, Metrics metrics, LongSupplier nowMillis) {
    this.route = route;
    this.inFlight = inFlight;
    this.acks = acks;
    this.metrics = metrics;
    this.nowMillis = nowMillis;
  }

  /**
   * Something came that cannot be decoded.
   *
   * @param sender who awaits the answer
   * @param messageBytes length of the message that brought it
   * @return whether it became a dead letter, whose outcome decides the answer; otherwise the caller
   *     answers
   */
  boolean undecodable(Undecodable what, Vehicle vehicle, RecordOrigin sender, int messageBytes) {
    if (!mayMakeOne(sender, messageBytes)) {
      return false;
    }
    Payload raw = what.raw();
    long now = System.currentTimeMillis();
    DeadLetter letter =
        new DeadLetter(
            vehicle.vin(),
            raw.txid(),
            raw.type(),
            what.reason(),
            what.error(),
            "",
            now,
            Arrays.copyOfRange(raw.buffer(), raw.offset(), raw.offset() + raw.length()));
    TelemetryRecord record = record(letter, raw.createdAtSeconds() * 1000, vehicle.clientVersion());
    byte[] topic = raw.type().name().getBytes(UTF_8);
    metrics.deadLetter(raw.type(), what.reason());
    publish(record, sender, topic, Answer.INCORRECT_FORMAT, messageBytes);
    return true;
  }

  /** A dead letter that is refused itself ends there. */
  @Override
  public boolean refused(
      Route from,
      TelemetryRecord record,
      String dispatcher,
      RecordOrigin origin,
      int messageBytes) {
    if (route == null || from.index() == route.index() || !mayMakeOne(origin, messageBytes)) {
      return false;
    }
    DeadLetter letter =
        new DeadLetter(
            record.vin(),
            record.txid(),
            record.type(),
            REFUSED,
            "",
            dispatcher,
            record.receivedAtMillis(),
            record.payload());
    metrics.deadLetter(record.type(), REFUSED);
    logRefused(record, dispatcher);
    publish(
        record(letter, record.createdAtMillis(), record.clientVersion()),
        origin,
        from.topic(),
        acks.atOutcome(Outcome.REFUSED),
        messageBytes);
    return true;
  }

  private void publish(
      TelemetryRecord letter,
      RecordOrigin origin,
      byte[] topic,
      Answer otherwise,
      int messageBytes) {
    DeadLetterSender sender = null;
    if (origin != null) {
      sender = new DeadLetterSender(origin, topic, otherwise);
      origin.letterAwaited(messageBytes);
    }
    inFlight.publish(route, letter, sender, messageBytes);
  }

  private TelemetryRecord record(DeadLetter letter, long createdAtMillis, String clientVersion) {
    byte[] json = letter.json();
    return new TelemetryRecord(
        route.type(),
        letter.vin(),
        letter.txid(),
        json,
        json,
        createdAtMillis,
        letter.receivedAtMillis(),
        clientVersion);
  }

  /** Counts why not, where they are wanted. */
  private boolean mayMakeOne(RecordOrigin origin, int messageBytes) {
    if (route == null) {
      return false;
    }
    String reason = null;
    if (!inFlight.hasRoom(route)) {
      reason = "full";
    } else if (origin != null && !origin.hasRoomForLetter(messageBytes)) {
      reason = "window";
    } else if (!rate.admit(nowMillis.getAsLong())) {
      reason = "rate";
      warnOfRate();
    }
    if (reason != null) {
      metrics.dropped(dispatcher(), route.type(), reason);
    }
    return reason == null;
  }

  private String dispatcher() {
    return route.destinations().get(0).dispatcher();
  }

  private void warnOfRate() {
    if (overRate.isDue()) {
      LOG.atWarn()
          .addKeyValue("dispatcher", dispatcher())
          .addKeyValue("dropped", overRate.said())
          .addKeyValue("most_a_second", A_SECOND)
          .log("dead_letters_over_rate");
    }
  }

  private static void logRefused(TelemetryRecord record, String dispatcher) {
    LOG.atError()
        .addKeyValue("device_id", record.vin())
        .addKeyValue("dispatcher", dispatcher)
        .addKeyValue("error", "the dispatcher refuses the record for good")
        .addKeyValue("record_type", record.type())
        .addKeyValue("txid", ConnectionLog.shown(record.txid()))
        .addKeyValue("dead_letter", true)
        .log("record_refused");
  }
}
