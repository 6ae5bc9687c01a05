package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be decoded, or is refused for good, is kept and acked instead of coming for ever. */
class DeadLettersIT {

  private static final String VIN = "5YJ3E1EA000000042";
  private static final byte[] NONE = {};
  private static final byte[] NO_ENVELOPE = {1, 2, 3};
  private static final byte[] NO_PROTOBUF = {8};
  private static final byte[] V = {'V'};
  private static final String ERRORS = "unexpected_record_err_total";

  private final ScriptedDispatcher letters = new ScriptedDispatcher();
  private final ScriptedDispatcher source = new ScriptedDispatcher();
  private final ScriptedDispatcher other = new ScriptedDispatcher();
  private ServerUnderTest server;

  @AfterEach
  void close() {
    for (ScriptedDispatcher dispatcher : List.of(letters, source, other)) {
      dispatcher.store();
      dispatcher.release(Outcome.STORED);
    }
    server.close();
  }

  @Test
  void aMessageWithoutAnEnvelopeIsKeptWhole() {
    start();
    try (LogCapture log = LogCapture.of(VehicleConnection.class);
        FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(NO_ENVELOPE);
      assertArrayEquals(Answers.ack(NONE, NONE), vehicle.receive());
      JsonObject json = json(letters.stored().get(0));
      assertEquals(VIN, json.getString("vin"));
      assertEquals("", json.getString("txid"));
      assertEquals("", json.getString("record_type"));
      assertEquals("unreadable", json.getString("reason"));
      assertArrayEquals(NO_ENVELOPE, raw(json));
      assertEquals(true, LogCapture.fields(log.await("unexpected_record")).get("dead_letter"));
    }
    assertEquals(1, server.count(counted("other", "unreadable")));
    assertEquals(0, server.count(ERRORS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"V", "alerts", "errors", "connectivity"})
  void aPayloadThatIsNoProtobufIsKept(String type) {
    start();
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(broken(type, "tx").message());
      assertArrayEquals(Answers.ack("tx".getBytes(UTF_8), type.getBytes(UTF_8)), vehicle.receive());
      TelemetryRecord letter = letters.stored().get(0);
      assertEquals(RecordType.DEAD_LETTER, letter.type());
      assertEquals(VIN, letter.vin());
      assertEquals("tx", letter.txidText());
      JsonObject json = json(letter);
      assertEquals("tx", json.getString("txid"));
      assertEquals(type, json.getString("record_type"));
      assertEquals("invalid", json.getString("reason"));
      assertArrayEquals(NO_PROTOBUF, raw(json));
      assertEquals(letter.receivedAtMillis(), json.getLong("received_at"));
    }
    assertEquals(1, server.count(counted(type.equals("V") ? "V" : "other", "invalid")));
    assertEquals(
        1, server.count("reliable_ack{dispatcher=\"letters\",record_type=\"dead_letter\"}"));
  }

  @Test
  void aPayloadThatCannotBeJsonIsKeptAsItCame() {
    server = builder().set("transmit_decoded_records", true).start();
    byte[] payload =
        Payload.newBuilder()
            .setCreatedAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .build()
            .toByteArray();
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(RecordBuilder.v().txid("tx").protobuf(payload).message());
      vehicle.expectAck("tx");
      assertArrayEquals(payload, raw(json(letters.stored().get(0))));
    }
  }

  @Test
  void whatTheSourceRefusesIsKeptAndAcked() {
    start();
    source.end(Outcome.REFUSED);
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(RecordBuilder.v().vin(VIN).txid("tx").message());
      assertArrayEquals(Answers.ack("tx".getBytes(UTF_8), V), vehicle.receive());
      JsonObject json = json(letters.stored().get(0));
      assertEquals("refused", json.getString("reason"));
      assertEquals("source", json.getString("dispatcher"));
      assertEquals("V", json.getString("record_type"));
      await().until(() -> other.stored().size() == 1);
      assertArrayEquals(other.stored().get(0).payload(), raw(json));
    }
  }

  @Test
  void whatAnotherDispatcherRefusesIsKeptToo() {
    start();
    other.end(Outcome.REFUSED);
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(RecordBuilder.v().txid("tx").message());
      vehicle.expectAck("tx");
      vehicle.send(RecordBuilder.of("custom").txid("custom").message());
      vehicle.expectAck("custom");
      await().until(() -> letters.stored().size() == 2);
      assertEquals("other", json(letters.stored().get(0)).getString("dispatcher"));
      vehicle.send(RecordBuilder.v().txid("no more answers").message());
      vehicle.expectAck("no more answers");
    }
    assertEquals(0, server.count(ERRORS));
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "FAILED"})
  void whatIsNotKeptEitherIsAnsweredAsWithoutDeadLetters(Outcome outcome) {
    start();
    source.end(Outcome.REFUSED);
    letters.end(outcome);
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(NO_ENVELOPE);
      assertArrayEquals(Answers.error(NONE, Answers.INCORRECT_FORMAT), vehicle.receive());
      vehicle.send(broken("V", "broken").message());
      vehicle.expectError("broken", Answers.INCORRECT_FORMAT);
      vehicle.send(RecordBuilder.v().txid("refused").message());
      vehicle.expectError("refused", Answers.NOT_STORED);
    }
    assertEquals(3, server.count(ERRORS));
    assertEquals(3, letters.calls());
    assertEquals(3, server.count(dropped(outcome == Outcome.REFUSED ? "refused" : "failed")));
  }

  @Test
  void whatIsAnsweredAsBeforeIsNoDeadLetter() {
    start();
    source.end(Outcome.FAILED);
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(new byte[1_000_001]);
      vehicle.expectError("", Answers.INCORRECT_FORMAT);
      vehicle.send(NONE);
      vehicle.expectAck("");
      vehicle.send(RecordBuilder.of("dead_letter").vin("other").txid("foreign").message());
      vehicle.expectError("foreign", Answers.INCORRECT_FORMAT);
      vehicle.send(RecordBuilder.of("dead_letter").vin(VIN).txid("own").message());
      vehicle.expectAck("own");
      vehicle.send(RecordBuilder.v().txid("in time").message());
      await().until(() -> server.count(dropped("source", "V", "failed")) == 1);
    }
    assertEquals(0, letters.calls());
  }

  @Test
  void aDispatcherOfDeadLettersThatStallsMakesNoVehicleWait() {
    letters.stall();
    start();
    try (FakeVehicle vehicle = server.connect(VIN)) {
      for (int i = 0; i < 32; i++) {
        vehicle.send(NO_ENVELOPE);
      }
      for (int i = 0; i < 100; i++) {
        vehicle.send(NO_ENVELOPE);
        vehicle.expectError("", Answers.INCORRECT_FORMAT);
      }
      vehicle.send(RecordBuilder.v().txid("good").message());
      vehicle.expectAck("good");
      assertEquals(0, server.count("fleet_telemetry_paused_connections"));
      assertEquals(100, server.count(dropped("window")));

      letters.store();
      assertEquals(32, letters.release(Outcome.STORED));
      for (int i = 0; i < 32; i++) {
        vehicle.expectAck("");
      }
      vehicle.send(NO_ENVELOPE);
      vehicle.expectAck("");
    }
  }

  @Test
  void aDispatcherOfDeadLettersThatIsFullGetsNoMore() {
    letters.stall();
    server = builder().limits(new IngestLimits(3, 1_000_000, 64, 1_000_000, 8_000_000)).start();
    try (FakeVehicle vehicle = server.connect(VIN)) {
      for (int i = 0; i < 3; i++) {
        vehicle.send(broken("V", "kept " + i).message());
      }
      vehicle.send(broken("V", "full").message());
      vehicle.expectError("full", Answers.INCORRECT_FORMAT);
      assertEquals(1, server.count(dropped("full")));
      assertEquals(0, server.count("fleet_telemetry_paused_connections"));
      await().until(() -> letters.held() == 3);
      letters.release(Outcome.STORED);
      for (int i = 0; i < 3; i++) {
        vehicle.expectAck("kept " + i);
      }
    }
  }

  @Test
  void thousandsOfBrokenMessagesOfOneVehicleFlowAndEachIsAnsweredOnce() {
    int messages = 4_000;
    start();
    try (FakeVehicle vehicle = server.connect(VIN)) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < messages; i++) {
                  vehicle.send(i % 2 == 0 ? NO_ENVELOPE : broken("V", "").message());
                }
              });
      int acks = 0;
      for (int i = 0; i < messages; i++) {
        acks += vehicle.receiveAnswer().ack() ? 1 : 0;
      }
      sending.join();
      assertEquals(letters.stored().size(), acks);
      assertTrue(acks > 0 && acks < messages, acks + " acks");
      assertEquals(messages - acks, server.count(ERRORS));
      assertEquals(
          messages - acks, server.count(dropped("rate")) + server.count(dropped("window")));
      assertTrue(server.count(dropped("rate")) > 0);

      vehicle.send(RecordBuilder.v().txid("still there").message());
      vehicle.expectAck("still there");
    }
    await().until(() -> server.count("num_connections") == 0);
    assertEquals(0, server.count("fleet_telemetry_in_flight_records{dispatcher=\"letters\"}"));
    assertEquals(0, server.count("fleet_telemetry_paused_connections"));
  }

  @Test
  void aVehicleThatHasLeftMeanwhileCostsNothing() {
    letters.stall();
    start();
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(NO_ENVELOPE);
      vehicle.send(broken("V", "tx").message());
      await().until(() -> letters.held() == 2);
    }
    await().until(() -> server.count("num_connections") == 0);
    letters.releaseLast(Outcome.FAILED);
    letters.releaseLast(Outcome.STORED);
    await()
        .until(
            () ->
                server.count(
                        "reliable_ack_miss{dispatcher=\"letters\",record_type=\"dead_letter\"}")
                    == 1);
    assertEquals(0, server.count("fleet_telemetry_in_flight_records{dispatcher=\"letters\"}"));
  }

  @Test
  void aServerThatStopsWaitsForDeadLettersAndAcksThem() {
    letters.stall();
    start();
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(NO_ENVELOPE);
      await().until(() -> letters.held() == 1);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
      await().until(() -> server.status("/health/ready").statusCode() == 503);
      assertEquals(Optional.empty(), vehicle.pollFrame(Duration.ofMillis(500)));
      letters.store();
      letters.release(Outcome.STORED);
      vehicle.expectAck("");
      vehicle.expectClose(1001);
      stopped.join();
    }
    assertEquals(1, letters.stored().size());
  }

  @Test
  void theLoggerCanKeepThemToo() {
    server =
        ServerUnderTest.builder()
            .dispatcher("source", new RecordingDispatcher())
            .route("V", "source")
            .set("dead_letter", "logger")
            .start();
    try (LogCapture log = LogCapture.of("io.fleettelemetry.dispatch.logger");
        FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(NO_ENVELOPE);
      vehicle.expectAck("");
      String data = LogCapture.fields(log.await("record_payload")).get("data").toString();
      assertArrayEquals(NO_ENVELOPE, raw(new JsonObject(data)));
    }
  }

  @Test
  void withoutDeadLettersTheErrorsAreAsEver() {
    server =
        ServerUnderTest.builder()
            .dispatcher("source", source)
            .route("V", "source")
            .reliable("V", "source")
            .start();
    source.end(Outcome.REFUSED);
    try (LogCapture log = LogCapture.of(VehicleConnection.class);
        FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(NO_ENVELOPE);
      assertArrayEquals(Answers.error(NONE, Answers.INCORRECT_FORMAT), vehicle.receive());
      vehicle.send(RecordBuilder.v().txid("tx").message());
      vehicle.expectError("tx", Answers.NOT_STORED);
      assertEquals(
          List.of("device_id", "error", "record_type", "txid"),
          List.copyOf(LogCapture.fields(log.await("unexpected_record")).keySet()));
    }
  }

  private void start() {
    server = builder().start();
  }

  /** {@code V} to the source and another, {@code custom} to two without a source. */
  private ServerUnderTestBuilder builder() {
    return ServerUnderTest.builder()
        .dispatcher("source", source)
        .dispatcher("other", other)
        .dispatcher("letters", letters)
        .route("V", "source", "other")
        .route("custom", "source", "other")
        .reliable("V", "source")
        .set("dead_letter", "letters");
  }

  private static RecordBuilder broken(String type, String txid) {
    return RecordBuilder.of(type).vin(VIN).txid(txid).protobuf(NO_PROTOBUF);
  }

  private static JsonObject json(TelemetryRecord letter) {
    return new JsonObject(new String(letter.payload(), UTF_8));
  }

  private static byte[] raw(JsonObject json) {
    return Base64.getDecoder().decode(json.getString("raw"));
  }

  private static String counted(String type, String reason) {
    return "fleet_telemetry_dead_letters_total{reason=\"%s\",record_type=\"%s\"}"
        .formatted(reason, type);
  }

  private static String dropped(String reason) {
    return dropped("letters", "dead_letter", reason);
  }

  private static String dropped(String dispatcher, String type, String reason) {
    return "fleet_telemetry_dropped_total{dispatcher=\"%s\",reason=\"%s\",record_type=\"%s\"}"
        .formatted(dispatcher, reason, type);
  }
}
