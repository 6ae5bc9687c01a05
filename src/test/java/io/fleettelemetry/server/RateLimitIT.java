package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is over the rate limit is dropped where a limit is enabled, and counted anywhere. */
class RateLimitIT {

  private static final int LIMIT = 5;
  private static final byte[] BROKEN = "no envelope".getBytes(UTF_8);
  private static final byte[] TOO_LONG = new byte[1_000_001];
  private static final byte[] EMPTY = {};

  private static LogCapture logs;
  private static RecordingDispatcher recording;
  private static ServerUnderTest server;

  @BeforeAll
  static void start() {
    logs = LogCapture.of("io.fleettelemetry", Level.INFO);
    recording = new RecordingDispatcher();
    server = builder(recording, LIMIT, 60).start();
  }

  private static ServerUnderTestBuilder builder(
      RecordingDispatcher dispatcher, int limit, int seconds) {
    return routing(dispatcher)
        .section("rate_limit", "enabled", true)
        .section("rate_limit", "message_limit", limit)
        .section("rate_limit", "message_interval_time", seconds);
  }

  private static ServerUnderTestBuilder routing(RecordingDispatcher dispatcher) {
    return ServerUnderTest.builder().dispatcher("recording", dispatcher).route("V", "recording");
  }

  @AfterAll
  static void stop() {
    server.close();
    logs.close();
  }

  @Test
  void whatIsOverTheLimitIsToldOnceAndDropped() throws IOException {
    double errors = server.count("unexpected_record_err_total");
    double tooLong = server.count("record_too_big_total");
    try (FakeVehicle vehicle = server.vehicle("limited").connect()) {
      for (int i = 0; i < LIMIT; i++) {
        send(vehicle, "limited", "within-" + i);
        vehicle.expectAck("within-" + i);
      }
      send(vehicle, "limited", "over-1");
      vehicle.send(RecordBuilder.alerts().vin("limited").txid("over-3").message());
      send(vehicle, "limited", "over-2");
      vehicle.send(BROKEN);
      vehicle.send(TOO_LONG);
      vehicle.expectError("over-1", Answers.RATE_LIMITED);
      assertSilence(vehicle);
    }
    assertEquals(2, limited(server, "limited", "V"));
    assertEquals(3, limited(server, "limited", "other"));
    assertEquals(errors + 1, server.count("unexpected_record_err_total"));
    assertEquals(tooLong, server.count("record_too_big_total"));
    assertTrue(recording.records().stream().noneMatch(r -> r.txidText().startsWith("over")));
  }

  @Test
  void everyKindOfMessageCounts() throws IOException {
    try (FakeVehicle vehicle = server.vehicle("broken").connect()) {
      vehicle.send(BROKEN);
      vehicle.expectError("", Answers.INCORRECT_FORMAT);
      vehicle.send(TOO_LONG);
      vehicle.expectError("", Answers.INCORRECT_FORMAT);
      vehicle.send(EMPTY);
      vehicle.expectAck("");
      vehicle.send(RecordBuilder.v().txid("no record").envelope().messageType(7).encode());
      vehicle.expectAck("no record");
      send(vehicle, "broken", "last");
      vehicle.expectAck("last");

      vehicle.send(TOO_LONG);
      send(vehicle, "broken", "over");
      vehicle.expectError("", Answers.RATE_LIMITED);
      assertSilence(vehicle);
    }
    assertEquals(1, limited(server, "broken", "other"));
    assertEquals(1, limited(server, "broken", "V"));
  }

  @Test
  void theLimitIsThatOfOneConnection() throws IOException {
    for (int connection = 0; connection < 2; connection++) {
      try (FakeVehicle vehicle = server.vehicle("again").connect()) {
        for (int i = 0; i < LIMIT; i++) {
          send(vehicle, "again", "within");
          vehicle.expectAck("within");
        }
      }
    }
    assertEquals(0, limited(server, "again", "V"));
  }

  @Test
  void afterTheIntervalThereIsRoomAgain() throws IOException {
    try (ServerUnderTest shortServer = builder(new RecordingDispatcher(), 2, 1).start();
        FakeVehicle vehicle = shortServer.vehicle("patient").connect()) {
      for (int window = 0; window < 2; window++) {
        Awaitility.await("a refusal")
            .pollInterval(Duration.ofMillis(1))
            .until(() -> isAcked(vehicle).equals(Optional.of(false)));
        Awaitility.await("room")
            .pollInterval(Duration.ofMillis(20))
            .until(() -> isAcked(vehicle).equals(Optional.of(true)));
      }
    }
  }

  /** Whether a record is acked or refused; empty when it is not answered. */
  private static Optional<Boolean> isAcked(FakeVehicle vehicle) {
    send(vehicle, "patient", "any");
    vehicle.sendFrame(true, Frame.PING, EMPTY);
    Frame answer = vehicle.receiveFrame();
    if (answer.opcode() == Frame.PONG) {
      return Optional.empty();
    }
    boolean ack = io.fleettelemetry.testing.Answer.parse(answer.payload()).ack();
    assertEquals(Frame.PONG, vehicle.receiveFrame().opcode());
    return Optional.of(ack);
  }

  @Test
  void withoutALimitMessagesAreCountedOnly() throws IOException {
    try (ServerUnderTest unlimited = routing(new RecordingDispatcher()).start();
        FakeVehicle vehicle = unlimited.vehicle("busy").connect()) {
      for (int i = 0; i < 150; i++) {
        send(vehicle, "busy", "tx-" + i);
        vehicle.expectAck("tx-" + i);
      }
      assertEquals(50, limited(unlimited, "busy", "V"));
      assertEquals(150, unlimited.count("record_total{record_type=\"V\"}"));
    }
  }

  private static void send(FakeVehicle vehicle, String vin, String txid) {
    vehicle.send(RecordBuilder.v().vin(vin).txid(txid).message());
  }

  /** Nothing is on its way before the answer to a ping. */
  private static void assertSilence(FakeVehicle vehicle) {
    vehicle.sendFrame(true, Frame.PING, EMPTY);
    assertEquals(Frame.PONG, vehicle.receiveFrame().opcode());
  }

  private static double limited(ServerUnderTest at, String device, String type) {
    return at.count(
        "rate_limit_exceeded_total{device_id=\"%s\",txtype=\"%s\"}".formatted(device, type));
  }
}
