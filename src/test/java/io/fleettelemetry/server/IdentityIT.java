package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.server.tls.TlsEngine;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A vehicle is who its verified certificate says, whatever it says itself. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
class IdentityIT {

  private static final String VIN = "5YJ3E1EA000000001";
  private static final String VICTIM = "5YJ3E1EA000000002";
  private static final String UNKNOWN_ISSUER = "Some Other CA";
  private static final String KNOWN_BY_OID = "Tesla Motors GF3 Product Issuing CA";
  private static final String VEHICLE_OID = "1.3.6.1.4.1.49279.2.4.1";
  private static final String EXCLUDED_OID = "1.3.6.1.4.1.49279.2.5.1.1";
  private static final String CONNECTIONS = "num_connections";
  private static final int POLICY_VIOLATION = 1008;

  private static RecordingDispatcher recording;
  private static RecordingDispatcher decoded;
  private static LogCapture logs;
  private static ServerUnderTest server;
  private static ServerUnderTest decodingServer;

  @Parameter TlsEngine engine;

  @BeforeParameterizedClassInvocation
  static void start(TlsEngine engine) {
    logs = LogCapture.of("io.fleettelemetry", Level.INFO);
    recording = new RecordingDispatcher();
    decoded = new RecordingDispatcher();
    server = builder(recording, engine).start();
    decodingServer =
        builder(decoded, engine)
            .authority(server.authority())
            .set("transmit_decoded_records", true)
            .start();
  }

  private static ServerUnderTestBuilder builder(RecordingDispatcher dispatcher, TlsEngine engine) {
    return ServerUnderTest.builder()
        .engine(engine)
        .dispatcher("recording", dispatcher)
        .route("V", "recording")
        .route("connectivity", "recording");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
    decodingServer.close();
    logs.close();
  }

  @BeforeEach
  void nobodyIsConnected() {
    logs.clear();
    Awaitility.await().until(() -> server.count(CONNECTIONS) == 0);
  }

  @Test
  void theVinIsTheCertificatesEverywhere() throws Exception {
    sendSpoofed(server, "spoofed");
    TelemetryRecord record = recording.await("spoofed");
    assertEquals(VIN, Payload.parseFrom(record.payload()).getVin());
    assertVin(VIN, record);
  }

  @Test
  void theVinIsTheCertificatesInJsonToo() throws Exception {
    sendSpoofed(decodingServer, "spoofed in json");
    TelemetryRecord record = decoded.await("spoofed in json");
    JsonObject json = new JsonObject(new String(record.payload(), UTF_8));
    assertEquals(VIN, json.getString("vin"));
    assertVin(VIN, record);
  }

  private static void sendSpoofed(ServerUnderTest to, String txid) throws IOException {
    Payload payload = Payload.newBuilder().setVin(VICTIM).build();
    try (FakeVehicle vehicle = to.vehicle(VIN).connect()) {
      vehicle.send(RecordBuilder.v().vin(VICTIM).txid(txid).protobuf(payload).message());
      vehicle.expectAck(txid);
    }
  }

  private static void assertVin(String vin, TelemetryRecord record) {
    assertEquals(vin, record.vin());
    record.forEachMetadata(
        (name, value) -> {
          if (name.equals("vin")) {
            assertEquals(vin, new String(value, UTF_8));
          }
        });
  }

  @Test
  void aTypeWithoutRouteIsTakenFromItsOwnSenderOnly() throws IOException {
    try (FakeVehicle vehicle = server.vehicle(VIN).connect()) {
      vehicle.send(RecordBuilder.of("canlogs").vin(VIN).txid("own").message());
      vehicle.expectAck("own");
      vehicle.send(RecordBuilder.of("canlogs").envelope().senderId(VIN).txid("bare").encode());
      vehicle.expectAck("bare");
      vehicle.send(RecordBuilder.of("canlogs").vin(VICTIM).txid("other").message());
      vehicle.expectError("other", "incorrect message format");
    }
    var line = LogCapture.fields(logs.await("unexpected_sender_id"));
    assertEquals("vehicle_device." + VICTIM, line.get("sender_id"));
    assertEquals("vehicle_device." + VIN, line.get("expected_sender_id"));
    assertEquals("other", line.get("txid"));
    assertEquals("canlogs", line.get("record_type"));
  }

  @Test
  void aPointInACommonNameIsADash() throws Exception {
    try (FakeVehicle vehicle = server.vehicle("device.with.points").connect()) {
      vehicle.send(RecordBuilder.v().txid("points").message());
      vehicle.expectAck("points");
      vehicle.send(RecordBuilder.of("own").vin("device-with-points").txid("own").message());
      vehicle.expectAck("own");
    }
    assertVin("device-with-points", recording.await("points"));
    assertEquals(
        "device-with-points", Payload.parseFrom(recording.await("points").payload()).getVin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anUnknownIssuerIsRefused(String version) throws Exception {
    assertRefused(
        server.tls(ofUnknownIssuer("unknown")), version, "issuer Some Other CA, subject unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anExcludedUsageIsRefused(String version) throws Exception {
    Credential excluded =
        TestPki.certificate("excluded")
            .clientAuth()
            .extendedKeyUsages(EXCLUDED_OID, VEHICLE_OID)
            .issuedBy(TestPki.intermediate(KNOWN_BY_OID, server.authority()));
    assertRefused(server.tls(excluded), version, "issuer " + KNOWN_BY_OID + ", subject excluded");
  }

  @Test
  void anIssuerThatIsKnownByUsageIsTaken() throws Exception {
    Credential byUsage =
        TestPki.certificate(VIN)
            .clientAuth()
            .extendedKeyUsages(VEHICLE_OID)
            .issuedBy(TestPki.intermediate(KNOWN_BY_OID, server.authority()));
    assertIdentified(byUsage, "by usage");
  }

  @Test
  void certificatesOfOthersInTheChainDoNotCount() throws Exception {
    Credential victim = TestPki.vehicle(VICTIM, server.authority());
    Credential own = TestPki.vehicle(VIN, server.authority());
    assertIdentified(own.sending(victim.certificate()), "with another's");
  }

  @Test
  void certificatesOfOthersInTheChainDoNotHelp() throws Exception {
    Credential victim = TestPki.vehicle(VICTIM, server.authority());
    Credential unknown = ofUnknownIssuer("unknown").sending(victim.certificate());
    assertRefused(server.tls(unknown), "TLSv1.3", "issuer Some Other CA, subject unknown");
  }

  @Test
  void aForeignAuthorityFailsTheHandshake() {
    Credential foreign = TestPki.vehicle(VIN, TestPki.authority("TeslaMotors"));
    assertThrows(
        IOException.class, () -> FakeVehicle.at(server.port(), server.tls(foreign)).connect());
    logs.await("tls_handshake_error");
    assertEquals(0, server.count(CONNECTIONS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aResumedSessionIsIdentifiedAgain(String version) throws Exception {
    SSLContext tls = server.tls(VIN);
    long created = 0;
    for (String visit : new String[] {"first", "second"}) {
      String txid = version + " " + visit;
      try (FakeVehicle vehicle =
          FakeVehicle.at(server.port(), tls).tlsVersions(version).connect()) {
        vehicle.send(RecordBuilder.v().vin(VICTIM).txid(txid).message());
        vehicle.expectAck(txid);
        assertVin(VIN, recording.await(txid));
        created = assertResumed(vehicle, created);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aResumedSessionIsRefusedAgain(String version) throws Exception {
    SSLContext tls = server.tls(ofUnknownIssuer("unknown"));
    String names = "issuer Some Other CA, subject unknown";
    long created = assertRefused(tls, version, names);
    logs.clear();
    assertEquals(created, assertRefused(tls, version, names), "session was resumed");
  }

  /** A resumed session is as old as the one it goes back to. */
  private static long assertResumed(FakeVehicle vehicle, long created) {
    long creation = vehicle.session().getCreationTime();
    if (created != 0) {
      assertEquals(created, creation, "session was resumed");
    }
    return creation;
  }

  private static Credential ofUnknownIssuer(String vin) {
    return TestPki.vehicle(vin, TestPki.intermediate(UNKNOWN_ISSUER, server.authority()));
  }

  /**
   * Connects and is refused.
   *
   * @param names issuer and subject as the log has them
   * @return when the TLS session was created
   */
  private static long assertRefused(SSLContext tls, String version, String names) throws Exception {
    long created;
    try (FakeVehicle vehicle = FakeVehicle.at(server.port(), tls).tlsVersions(version).connect()) {
      vehicle.expectClose(POLICY_VIOLATION);
      assertEquals(0, server.count(CONNECTIONS));
      vehicle.expectEnd();
      created = vehicle.session().getCreationTime();
    }
    String error = (String) LogCapture.fields(logs.await("extract_sender_id_err")).get("error");
    assertTrue(error.endsWith(names), error);
    assertEquals(0, logs.named("socket_connected").size());
    assertTrue(recording.records().stream().noneMatch(record -> names.endsWith(record.vin())));
    return created;
  }

  private static void assertIdentified(Credential client, String txid) throws Exception {
    try (FakeVehicle vehicle = FakeVehicle.at(server.port(), server.tls(client)).connect()) {
      vehicle.send(RecordBuilder.v().vin(VICTIM).txid(txid).message());
      vehicle.expectAck(txid);
    }
    assertVin(VIN, recording.await(txid));
  }
}
