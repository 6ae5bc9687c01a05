package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.bus.BatchPublisher.Publication;
import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.config.RoutingConfig;
import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.telemetry.DeviceIdentity;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A record type with the source {@code kafka} and {@code other}, dead letters to {@code file}. */
class DeadLettersTest {

  private static final int MAX_RECORDS = 4;
  private static final int MESSAGE_BYTES = 10;
  private static final byte[] RAW = {1, 2, 3};

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Metrics metrics = new Metrics(registry, Set.of("V", "dead_letter"), Set.of());
  private final AckPolicy acks = new AckPolicy(ReliableAckFailure.FINAL);
  private final Routing routing =
      Routing.of(
          new RoutingConfig(
              Map.of("V", List.of("kafka", "other")),
              Map.of("V", "kafka"),
              ReliableAckFailure.FINAL,
              Map.of(),
              Optional.of("file")));
  private final Route route = routing.route(RecordType.V);
  private final Deque<Long> atKafka = new ArrayDeque<>();
  private final Deque<Long> atOther = new ArrayDeque<>();
  private final Deque<Long> atFile = new ArrayDeque<>();
  private final List<TelemetryRecord> letters = new ArrayList<>();
  private final DispatcherBudget[] budgets = {budget(), budget(), budget()};
  private final InFlight inFlight =
      new InFlight(
          routing,
          acks,
          budgets,
          new Publication[][] {
            {(record, ticket) -> atKafka.add(ticket), (record, ticket) -> atOther.add(ticket)},
            {
              (record, ticket) -> {
                letters.add(record);
                atFile.add(ticket);
              }
            }
          },
          metrics);
  private long nowMillis = 1_000;
  private final DeadLetters deadLetters =
      new DeadLetters(routing.deadLetters(), inFlight, acks, metrics, () -> nowMillis);
  private final Sender sender = new Sender();
  private final Vehicle vehicle =
      new Vehicle(new DeviceIdentity("vehicle_device", "VIN"), "id", "wifi", "1.2");

  DeadLettersTest() {
    inFlight.onRefused(deadLetters);
  }

  @Test
  void whatTheSourceRefusesIsAckedWhenTheDeadLetterIsStored() {
    TelemetryRecord record = publish();
    settle("kafka", atKafka, Outcome.REFUSED);
    assertEquals(List.of(), sender.answers);
    settle("file", atFile, Outcome.STORED);
    assertEquals(List.of("ACK V tx-1"), sender.answers);
    assertEquals(0, sender.letters);

    TelemetryRecord letter = letters.get(0);
    assertEquals(RecordType.DEAD_LETTER, letter.type());
    assertEquals(record.vin(), letter.vin());
    assertEquals(record.receivedAtMillis(), letter.receivedAtMillis());
    assertEquals(record.createdAtMillis(), letter.createdAtMillis());
    JsonObject json = json(letter);
    assertEquals("refused", json.getString("reason"));
    assertEquals("kafka", json.getString("dispatcher"));
    assertEquals("V", json.getString("record_type"));
    assertEquals(record.receivedAtMillis(), json.getLong("received_at"));
    assertArrayEquals(record.payload(), raw(json));
    assertEquals(
        1,
        registry
            .get("fleet_telemetry_dead_letters_total")
            .tags("record_type", "V", "reason", "refused")
            .counter()
            .count());
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "FAILED"})
  void aDeadLetterThatIsNotStoredLeavesTheAnswerAsItWouldBeAndMakesNoOther(Outcome outcome) {
    publish();
    settle("kafka", atKafka, Outcome.REFUSED);
    settle("file", atFile, outcome);
    settle("other", atOther, Outcome.STORED);
    assertEquals(List.of("NOT_STORED V tx-1"), sender.answers);
    assertEquals(1, letters.size());
    assertEquals(0, inFlight.size());
    assertEquals(0, sender.letters);
  }

  @Test
  void whatIsOnlyNotStoredInTimeIsNoDeadLetter() {
    publish();
    settle("kafka", atKafka, Outcome.FAILED);
    settle("other", atOther, Outcome.FAILED);
    assertEquals(List.of("SILENCE V tx-1"), sender.answers);
    assertEquals(List.of(), letters);
  }

  @Test
  void whatAnotherDispatcherRefusesIsADeadLetterWithoutAnAnswer() {
    publish();
    settle("other", atOther, Outcome.REFUSED);
    settle("file", atFile, Outcome.STORED);
    assertEquals(List.of(), sender.answers);
    assertEquals("other", json(letters.get(0)).getString("dispatcher"));
    settle("kafka", atKafka, Outcome.STORED);
    assertEquals(List.of("ACK V tx-1"), sender.answers);
    assertEquals(0, inFlight.size());
  }

  @Test
  void aDeadLetterThatIsRefusedItselfEndsThereAlsoWhenNobodyAwaitsIt() {
    publish();
    settle("other", atOther, Outcome.REFUSED);
    settle("file", atFile, Outcome.REFUSED);
    assertEquals(1, letters.size());
    assertEquals(1, dropped("refused"));
  }

  @Test
  void aRecordThatBothRefuseIsAckedOnceForTwoDeadLetters() {
    publish();
    settle("other", atOther, Outcome.REFUSED);
    settle("kafka", atKafka, Outcome.REFUSED);
    assertEquals(2, letters.size());
    settle("file", atFile, Outcome.STORED);
    settle("file", atFile, Outcome.STORED);
    assertEquals(List.of("ACK V tx-1"), sender.answers);
  }

  @Test
  void whatCannotBeReadIsADeadLetterOfItsBytes() {
    byte[] buffer = {9, 1, 2, 3, 9};
    RecordFactory.Payload payload =
        new RecordFactory.Payload(RecordType.V, new byte[] {'t'}, 1_764_000_000L, buffer, 1, 3);
    assertTrue(undecodable(Undecodable.payload(payload, "cut short")));
    Arrays.fill(buffer, (byte) 0);
    JsonObject json = json(letters.get(0));
    assertArrayEquals(RAW, raw(json));
    assertEquals("invalid", json.getString("reason"));
    assertEquals("cut short", json.getString("error"));
    assertEquals("t", json.getString("txid"));
    assertEquals(1_764_000_000_000L, letters.get(0).createdAtMillis());
    assertEquals("1.2", letters.get(0).clientVersion());
    settle("file", atFile, Outcome.STORED);
    assertEquals(List.of("ACK V t"), sender.answers);
  }

  @Test
  void anEnvelopeThatCannotBeReadHasNoTypeAndNoTxid() {
    assertTrue(undecodable(unreadable()));
    JsonObject json = json(letters.get(0));
    assertEquals("unreadable", json.getString("reason"));
    assertEquals("", json.getString("record_type"));
    assertArrayEquals(RAW, raw(json));
    settle("file", atFile, Outcome.FAILED);
    assertEquals(List.of("INCORRECT_FORMAT  "), sender.answers);
    assertEquals(
        1,
        registry
            .get("fleet_telemetry_dead_letters_total")
            .tags("record_type", "other", "reason", "unreadable")
            .counter()
            .count());
  }

  @Test
  void aDispatcherThatIsFullGetsNoMoreAndNobodyWaitsForIt() {
    for (int i = 0; i < MAX_RECORDS; i++) {
      assertTrue(undecodable(unreadable()));
    }
    assertFalse(undecodable(unreadable()));
    assertEquals(1, dropped("full"));
    publish();
    settle("kafka", atKafka, Outcome.REFUSED);
    assertEquals(List.of("NOT_STORED V tx-1"), sender.answers);
    assertEquals(2, dropped("full"));
    assertEquals(MAX_RECORDS, sender.letters);
  }

  @Test
  void overTheRateThereAreNoneAndOneLineSaysSo() {
    try (LogCapture log = LogCapture.of(DeadLetters.class)) {
      for (int i = 0; i < DeadLetters.A_SECOND; i++) {
        assertTrue(undecodable(unreadable()));
        settle("file", atFile, Outcome.STORED);
      }
      assertFalse(undecodable(unreadable()));
      publish();
      settle("kafka", atKafka, Outcome.REFUSED);
      assertEquals("NOT_STORED V tx-1", sender.answers.get(DeadLetters.A_SECOND));
      assertEquals(2, dropped("rate"));
      assertEquals(1, log.named("dead_letters_over_rate").size());
    }
    nowMillis += 1_000;
    assertTrue(undecodable(unreadable()));
  }

  @Test
  void aVehicleThatAwaitsManyAlreadyGetsTheErrorInstead() {
    sender.room = false;
    assertFalse(undecodable(unreadable()));
    assertEquals(1, dropped("window"));
    sender.room = true;
    assertTrue(undecodable(unreadable()));
  }

  @Test
  void withoutADispatcherForThemThereAreNone() {
    DeadLetters none = new DeadLetters(null, inFlight, acks, metrics, () -> 0L);
    assertFalse(none.undecodable(unreadable(), vehicle, sender, MESSAGE_BYTES));
    assertFalse(none.refused(route, RecordBuilder.v().build(), "kafka", sender, MESSAGE_BYTES));
    assertEquals(0, inFlight.size());
  }

  private boolean undecodable(Undecodable what) {
    return deadLetters.undecodable(what, vehicle, sender, MESSAGE_BYTES);
  }

  private static Undecodable unreadable() {
    return Undecodable.message(new byte[] {1, 2, 3, 9}, 3, "out of bounds");
  }

  private TelemetryRecord publish() {
    TelemetryRecord record = RecordBuilder.v().build();
    inFlight.publish(route, record, sender, MESSAGE_BYTES);
    return record;
  }

  private void settle(String dispatcher, Deque<Long> published, Outcome outcome) {
    inFlight.onOutcomes(
        new OutcomeBatch(
            routing.dispatchers().indexOf(dispatcher),
            new long[] {published.remove()},
            new Outcome[] {outcome}));
  }

  private double dropped(String reason) {
    return registry
        .get("fleet_telemetry_dropped_total")
        .tags("dispatcher", "file", "record_type", "dead_letter", "reason", reason)
        .counter()
        .count();
  }

  private static DispatcherBudget budget() {
    return new DispatcherBudget(MAX_RECORDS, 1_000_000, 2, later -> {});
  }

  private static JsonObject json(TelemetryRecord letter) {
    return new JsonObject(new String(letter.payload(), UTF_8));
  }

  private static byte[] raw(JsonObject json) {
    return Base64.getDecoder().decode(json.getString("raw"));
  }

  private static final class Sender implements RecordOrigin {
    private final List<String> answers = new ArrayList<>();
    private int letters;
    private boolean room = true;

    @Override
    public void answer(
        Route route, byte[] topic, TelemetryRecord record, int messageBytes, Answer answer) {
      assertEquals(MESSAGE_BYTES, messageBytes);
      answers.add("%s %s %s".formatted(answer, new String(topic, UTF_8), record.txidText()));
    }

    @Override
    public boolean hasRoomForLetter(int messageBytes) {
      return room;
    }

    @Override
    public void letterAwaited(int messageBytes) {
      letters++;
    }

    @Override
    public void letterEnded(int messageBytes) {
      letters--;
    }

    @Override
    public void awaitRoom() {
      throw new AssertionError("nobody waits here");
    }

    @Override
    public void roomAgain() {
      throw new AssertionError("nobody waits here");
    }

    @Override
    public boolean spendQuantum() {
      return true;
    }
  }
}
