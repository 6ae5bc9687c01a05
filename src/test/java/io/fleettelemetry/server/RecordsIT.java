package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.transform.RecordedCase;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Recorded payloads through the whole server: what a dispatcher gets is what it got in the field.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RecordsIT {

  private static final long CREATED_AT = 1_700_000_000L;

  private final RecordingDispatcher protobuf = new RecordingDispatcher();
  private final RecordingDispatcher json = new RecordingDispatcher();
  private final Map<String, FakeVehicle> vehicles = new HashMap<>();
  private ServerUnderTest server;
  private ServerUnderTest decodingServer;
  private int sent;

  @BeforeAll
  void start() {
    server = start(protobuf, false);
    decodingServer = start(json, true);
  }

  @AfterAll
  void close() {
    vehicles.values().forEach(FakeVehicle::close);
    server.close();
    decodingServer.close();
  }

  @TestFactory
  Stream<DynamicTest> protobuf() {
    return RecordedCase.all().map(it -> dynamicTest(it.name(), () -> checkProtobuf(it)));
  }

  @TestFactory
  Stream<DynamicTest> json() {
    return RecordedCase.all()
        .filter(RecordedCase::valid)
        .map(it -> dynamicTest(it.name(), () -> checkJson(it)));
  }

  private void checkProtobuf(RecordedCase recorded) {
    String txid = send(server, recorded);
    FakeVehicle vehicle = vehicle(server, recorded.vin());
    if (!recorded.valid()) {
      vehicle.expectError(txid, Answers.INCORRECT_FORMAT);
      return;
    }
    vehicle.expectAck(txid);
    TelemetryRecord record = protobuf.await(txid);
    assertMetadata(recorded, txid, record);
    if (recorded.dispatched() != null) {
      assertEquals(recorded.dispatched(), HexFormat.of().formatHex(record.payload()));
    }
  }

  private void checkJson(RecordedCase recorded) {
    String txid = send(decodingServer, recorded);
    FakeVehicle vehicle = vehicle(decodingServer, recorded.vin());
    if (recorded.json() == null) {
      vehicle.expectError(txid, Answers.INCORRECT_FORMAT);
      return;
    }
    vehicle.expectAck(txid);
    TelemetryRecord record = json.await(txid);
    assertMetadata(recorded, txid, record);
    assertEquals(recorded.json(), new String(record.payload(), StandardCharsets.UTF_8));
  }

  private static void assertMetadata(RecordedCase recorded, String txid, TelemetryRecord record) {
    Map<String, String> metadata = new HashMap<>();
    record.forEachMetadata(
        (name, value) -> metadata.put(name, new String(value, StandardCharsets.UTF_8)));
    long receivedAt = Long.parseLong(metadata.remove("receivedat"));
    assertTrue(Math.abs(System.currentTimeMillis() - receivedAt) < 3_600_000, "" + receivedAt);
    assertEquals(
        Map.of(
            "vin",
            recorded.vin(),
            "timestamp",
            CREATED_AT + "000",
            "txid",
            txid,
            "txtype",
            recorded.type().name(),
            "version",
            "0",
            "device_client_version",
            "1.0.0"),
        metadata);
    assertArrayEquals(txid.getBytes(StandardCharsets.UTF_8), record.txid());
  }

  private String send(ServerUnderTest to, RecordedCase recorded) {
    String txid = "tx-" + sent++;
    byte[] message =
        RecordBuilder.of(recorded.type().name())
            .vin(recorded.vin())
            .txid(txid)
            .createdAtSeconds(CREATED_AT)
            .protobuf(recorded.payload())
            .message();
    vehicle(to, recorded.vin()).send(message);
    return txid;
  }

  /** A point in a common name is a dash in the device id. */
  private FakeVehicle vehicle(ServerUnderTest to, String vin) {
    return vehicles.computeIfAbsent(to.port() + vin, key -> to.connect(vin.replace('-', '.')));
  }

  private static ServerUnderTest start(RecordingDispatcher dispatcher, boolean decoded) {
    var builder =
        ServerUnderTest.builder()
            .dispatcher("recording", dispatcher)
            .set("transmit_decoded_records", decoded);
    List.of("V", "alerts", "errors", "custom").forEach(type -> builder.route(type, "recording"));
    builder.route("connectivity", "recording");
    return builder.start();
  }
}
