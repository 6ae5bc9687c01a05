package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics page after a known run, and the pages of the status port. */
class MetricsIT {

  private static final String VIN = "device-1";

  private final ScriptedDispatcher scripted = new ScriptedDispatcher();
  private final RecordingDispatcher recording = new RecordingDispatcher();
  private LogCapture logs;
  private ServerUnderTest server;

  @BeforeEach
  void start() {
    logs = LogCapture.of("io.fleettelemetry", Level.INFO);
    server =
        ServerUnderTest.builder()
            .dispatcher("scripted", scripted)
            .dispatcher("recording", recording)
            .route("V", "scripted", "recording")
            .route("alerts", "recording")
            .route("connectivity", "recording")
            .reliable("V", "scripted")
            .set("vins_signal_tracking_enabled", new JsonArray().add(VIN))
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
    logs.close();
  }

  @Test
  void recordsAreCounted() throws IOException {
    try (FakeVehicle vehicle = server.connect(VIN)) {
      for (int i = 0; i < 3; i++) {
        vehicle.send(RecordBuilder.v().vin(VIN).txid("v").message());
        vehicle.expectAck("v");
      }
      vehicle.send(RecordBuilder.alerts().vin(VIN).txid("alert").message());
      vehicle.expectAck("alert");
      vehicle.send(RecordBuilder.of("own").vin(VIN).txid("own").protobuf(new byte[9]).message());
      vehicle.expectAck("own");
    }
    int size = recording.await("v").payload().length;
    int alert = recording.await("alert").payload().length;
    assertRows(
        """
        dispatch_total{record_type="V"} 3
        dispatch_total{record_type="alerts"} 1
        dispatch_total{record_type="other"} 1
        record_size_bytes_total{record_type="V"} %d
        record_size_bytes_total{record_type="alerts"} %d
        record_size_bytes_total{record_type="other"} 9
        record_total{record_type="V"} 3
        record_total{record_type="alerts"} 1
        record_total{record_type="other"} 1
        reliable_ack{dispatcher="scripted",record_type="V"} 3
        signal_count{record_type="V"} 6
        signal_count{record_type="alerts"} 1
        signal_count{record_type="other"} 0
        vin_signal_count{record_type="V",vin="device-1"} 6
        vin_signal_count{record_type="alerts",vin="device-1"} 1
        vin_signal_count{record_type="other",vin="device-1"} 0
        """
            .formatted(3 * size, alert),
        "record_",
        "dispatch_",
        "reliable_ack",
        "signal_",
        "vin_");
  }

  @Test
  void messagesThatAreNoRecordsAreCounted() throws IOException {
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(new byte[] {1, 2, 3});
      vehicle.expectError("", Answers.INCORRECT_FORMAT);
      vehicle.send(new byte[1_000_001]);
      vehicle.expectError("", Answers.INCORRECT_FORMAT);
      vehicle.send(new byte[0]);
      vehicle.expectAck("");
      for (int tag : new int[] {0, 7, 7}) {
        vehicle.send(RecordBuilder.v().txid("tag").envelope().messageType(tag).encode());
        vehicle.expectAck("tag");
      }
      vehicle.send(RecordBuilder.of("own").vin("another").txid("another").message());
      vehicle.expectError("another", Answers.INCORRECT_FORMAT);
    }
    assertRows(
        """
        record_too_big_total 1
        unauthorized_sender_id_total 0
        unexpected_record_err_total 3
        unknown_message_type_error_total{msg_type="0"} 2
        unknown_message_type_error_total{msg_type="7"} 2
        """,
        "record_",
        "dispatch_",
        "un",
        "socket_err");
  }

  @Test
  void connectionsAreCountedWhileTheyAreThere() throws IOException {
    awaitCount("num_connections", 0);
    FakeVehicle one = server.connect(VIN);
    FakeVehicle other = server.connect("ANOTHER");
    awaitCount("num_connections", 2);
    one.closeCleanly();
    awaitCount("num_connections", 1);
    other.reset();
    awaitCount("num_connections", 0);
    assertEquals(2, server.count(handshakes()));
  }

  private static String handshakes() {
    return "fleet_telemetry_tls_handshakes_total{outcome=\"succeeded\",reason=\"\"}";
  }

  @Test
  void aConfirmationForAVehicleThatLeftIsAMiss() throws IOException {
    scripted.stall();
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(RecordBuilder.v().vin(VIN).txid("missed").message());
      Awaitility.await().until(() -> scripted.held() == 1);
      assertEquals(1, server.count("fleet_telemetry_in_flight_records{dispatcher=\"scripted\"}"));
    }
    awaitCount("num_connections", 0);
    scripted.release(Outcome.STORED);
    awaitCount("reliable_ack_miss{dispatcher=\"scripted\",record_type=\"V\"}", 1);
    awaitCount("fleet_telemetry_in_flight_records{dispatcher=\"scripted\"}", 0);
    assertEquals(0, server.count("reliable_ack{dispatcher=\"scripted\",record_type=\"V\"}"));
  }

  @Test
  void aRefusalIsAnErrorAndNoAck() throws IOException {
    scripted.end(Outcome.REFUSED);
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(RecordBuilder.v().vin(VIN).txid("refused").message());
      vehicle.expectError("refused", Answers.NOT_STORED);
    }
    assertEquals(1, server.count("unexpected_record_err_total"));
    assertRows("", "reliable_ack", "fleet_telemetry_ack_latency_seconds_count");
  }

  @Test
  void acksAreMeasured() throws IOException {
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(RecordBuilder.v().vin(VIN).txid("timed").message());
      vehicle.expectAck("timed");
    }
    recording.await("timed");
    awaitCount(
        "fleet_telemetry_ack_latency_seconds_count{dispatcher=\"scripted\",record_type=\"V\"}", 1);
    awaitCount(latency("scripted", "V"), 1);
    awaitCount(latency("recording", "V"), 1);
  }

  private static String latency(String dispatcher, String type) {
    return "fleet_telemetry_dispatch_latency_seconds_count{dispatcher=\"%s\",record_type=\"%s\"}"
        .formatted(dispatcher, type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/health/live"})
  void theStatusIsOk(String path) {
    HttpResponse<String> response = server.status(path);
    assertEquals(200, response.statusCode());
    assertEquals("ok", response.body());
  }

  @Test
  void aServerThatHasStartedIsReady() {
    assertEquals(200, server.status("/health/ready").statusCode());
  }

  @Test
  void dependenciesAreTheDispatchersInUse() {
    HttpResponse<String> response = server.status("/health/dependencies");
    assertEquals(200, response.statusCode());
    assertTrue(
        response.headers().firstValue("content-type").orElseThrow().startsWith("application/json"));
    assertEquals(
        new JsonObject()
            .put("recording", new JsonObject().put("up", true).put("detail", "0 records kept"))
            .put("scripted", new JsonObject().put("up", true).put("detail", "as scripted")),
        new JsonObject(response.body()));
  }

  private void awaitCount(String series, double expected) {
    Awaitility.await(series).until(() -> server.count(series) == expected);
  }

  /** All series of the page that begin so, sorted, each with its value. */
  private void assertRows(String expected, String... prefixes) {
    String rows =
        server
            .metrics()
            .lines()
            .filter(row -> Stream.of(prefixes).anyMatch(row::startsWith))
            .sorted()
            .map(row -> row.replaceFirst("\\.0$", "") + "\n")
            .collect(Collectors.joining());
    assertEquals(expected, rows);
  }
}
