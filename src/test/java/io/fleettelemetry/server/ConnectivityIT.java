package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.ConnectivityEvents;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The records that the server makes when vehicles come and go. */
class ConnectivityIT {

  private static final String CANONICAL = "a1b2c3d4-0a0b-4c4d-8e8f-0123456789ab";

  private static LogCapture logs;
  private static RecordingDispatcher recording;
  private static ServerUnderTest server;

  @BeforeAll
  static void start() {
    logs = LogCapture.of("io.fleettelemetry", Level.INFO);
    recording = new RecordingDispatcher();
    server = builder(recording).route("connectivity", "recording").start();
  }

  private static ServerUnderTestBuilder builder(RecordingDispatcher dispatcher) {
    return ServerUnderTest.builder().dispatcher("recording", dispatcher).route("V", "recording");
  }

  @AfterAll
  static void stop() {
    server.close();
    logs.close();
  }

  static Stream<Named<Consumer<FakeVehicle>>> ends() {
    return Stream.of(
        Named.of("closing handshake", FakeVehicle::closeCleanly),
        Named.of("reset", FakeVehicle::reset),
        Named.of("end of stream", FakeVehicle::close),
        Named.of("closed by the server", ConnectivityIT::breakARule));
  }

  private static void breakARule(FakeVehicle vehicle) {
    vehicle.sendFrame(true, Frame.TEXT, new byte[] {'h', 'i'});
    vehicle.expectEnd();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aVehicleComesBringsAndGoes(Consumer<FakeVehicle> end) throws IOException {
    String vin = UUID.randomUUID().toString();
    try (FakeVehicle vehicle = server.connect(vin)) {
      vehicle.send(RecordBuilder.v().vin(vin).txid("brought").message());
      vehicle.expectAck("brought");
      end.accept(vehicle);
    }
    List<TelemetryRecord> records = await(vin, 3);
    List<VehicleConnectivity> events =
        records.stream()
            .filter(record -> record.type().equals(RecordType.CONNECTIVITY))
            .map(ConnectivityEvents::parse)
            .toList();
    // Between records of two types nothing more is promised about their order.
    assertEquals(RecordType.CONNECTIVITY, records.get(0).type());
    assertEquals(
        List.of(ConnectivityEvent.CONNECTED, ConnectivityEvent.DISCONNECTED),
        events.stream().map(VehicleConnectivity::getStatus).toList());
    assertEquals(events.get(0).getConnectionId(), events.get(1).getConnectionId());
  }

  @Test
  void theFieldsAreThoseOfTheConnection() throws IOException {
    Instant before = Instant.now();
    server
        .vehicle("with.fields")
        .txid(CANONICAL)
        .header("X-Network-Interface", "cellular")
        .header("Version", "2026.44")
        .connect()
        .closeCleanly();
    TelemetryRecord record = await("with-fields", 2).get(1);
    VehicleConnectivity event = ConnectivityEvents.parse(record);
    assertEquals("with-fields", event.getVin());
    assertEquals(CANONICAL, event.getConnectionId());
    assertEquals("cellular", event.getNetworkInterface());
    assertEquals(ConnectivityEvent.DISCONNECTED, event.getStatus());
    Instant created =
        Instant.ofEpochSecond(event.getCreatedAt().getSeconds(), event.getCreatedAt().getNanos());
    assertTrue(!created.isBefore(before) && !created.isAfter(Instant.now()), created::toString);
    Map<String, String> metadata = metadata(record);
    assertTrue(Long.parseLong(metadata.remove("receivedat")) >= before.toEpochMilli());
    assertEquals(
        Map.of(
            "vin", "with-fields",
            "timestamp", created.getEpochSecond() + "000",
            "txid", CANONICAL,
            "txtype", "connectivity",
            "version", "0",
            "device_client_version", "2026.44"),
        metadata);
  }

  @ParameterizedTest
  @CsvSource({
    "braces, {A1B2C3D4-0a0b-4c4d-8e8f-0123456789ab}",
    "urn, urn:uuid:a1b2c3d4-0a0b-4c4d-8e8f-0123456789AB",
    "plain, a1b2c3d40a0b4c4d8e8f0123456789ab"
  })
  void theConnectionIdIsCanonical(String form, String header) throws IOException {
    server.vehicle(form).txid(header).connect().close();
    assertEquals(CANONICAL, ConnectivityEvents.parse(await(form, 2).get(0)).getConnectionId());
  }

  @ParameterizedTest
  @CsvSource({"without,", "short, a1b2c3d4-0a0b-4c4d-8e8f-0123456789a", "text, not-a-uuid"})
  void withoutAUuidTheServerMakesOne(String vin, String header) throws IOException {
    server.vehicle(vin).txid(header).connect().close();
    server.vehicle(vin).txid(header).connect().close();
    List<TelemetryRecord> records = await(vin, 4);
    UUID first = UUID.fromString(ConnectivityEvents.parse(records.get(0)).getConnectionId());
    assertEquals(4, first.version());
    assertNotEquals(
        1,
        records.stream()
            .map(record -> ConnectivityEvents.parse(record).getConnectionId())
            .distinct()
            .count());
  }

  @Test
  void aRepeatedConnectionIdTiesNothingTogether() throws IOException {
    try (FakeVehicle one = server.vehicle("twin-1").txid(CANONICAL).connect();
        FakeVehicle other = server.vehicle("twin-2").txid(CANONICAL).connect()) {
      one.closeCleanly();
      await("twin-1", 2);
      other.send(RecordBuilder.v().vin("twin-2").txid("alive").message());
      other.expectAck("alive");
      assertEquals(2, await("twin-2", 2).size());
    }
    assertEquals(
        ConnectivityEvent.DISCONNECTED,
        ConnectivityEvents.parse(await("twin-2", 3).get(2)).getStatus());
  }

  @Test
  void theyAreNotCounted() throws IOException {
    server.connect("uncounted").closeCleanly();
    await("uncounted", 2);
    for (String name : List.of("record_total", "record_size_bytes_total", "dispatch_total")) {
      assertTrue(server.metric(name + "{record_type=\"connectivity\"}").isEmpty(), name);
    }
  }

  @Test
  void theyAreJsonWhereRecordsAre() throws IOException {
    RecordingDispatcher decoded = new RecordingDispatcher();
    try (ServerUnderTest decoding =
        builder(decoded)
            .route("connectivity", "recording")
            .set("transmit_decoded_records", true)
            .start()) {
      decoding.vehicle("in-json").txid(CANONICAL).connect().close();
      JsonObject json = new JsonObject(new String(decoded.await(1).get(0).payload(), UTF_8));
      Instant.parse((String) json.remove("createdAt"));
      assertEquals(
          new JsonObject()
              .put("vin", "in-json")
              .put("connectionId", CANONICAL)
              .put("networkInterface", "wifi")
              .put("status", "CONNECTED"),
          json);
    }
  }

  @Test
  void whereTheyAreNotRoutedThereAreNone() throws IOException {
    RecordingDispatcher without = new RecordingDispatcher();
    try (ServerUnderTest unrouted = builder(without).start()) {
      FakeVehicle vehicle = unrouted.connect("unrouted");
      vehicle.send(RecordBuilder.v().vin("unrouted").txid("only").message());
      vehicle.expectAck("only");
      vehicle.closeCleanly();
    }
    assertEquals(1, without.records().size());
  }

  private static List<TelemetryRecord> await(String vin, int count) {
    return Awaitility.await("records of " + vin)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> recording.records().stream().filter(r -> r.vin().equals(vin)).toList(),
            records -> records.size() >= count);
  }

  private static Map<String, String> metadata(TelemetryRecord record) {
    Map<String, String> metadata = new HashMap<>();
    record.forEachMetadata((name, value) -> metadata.put(name, new String(value, UTF_8)));
    return metadata;
  }
}
