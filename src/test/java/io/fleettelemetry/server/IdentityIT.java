package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.Credential;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vehicle is who its verified certificate says, whatever it says itself. */
class IdentityIT {

  private static final String VIN = "5YJ3E1EA000000001";
  private static final String VICTIM = "5YJ3E1EA000000002";
  private static final String KNOWN_BY_OID = "Tesla Motors GF3 Product Issuing CA";
  private static final String VEHICLE_OID = "1.3.6.1.4.1.49279.2.4.1";
  private static final String EXCLUDED_OID = "1.3.6.1.4.1.49279.2.5.1.1";
  private static final int POLICY_VIOLATION = 1008;

  private final RecordingDispatcher recording = new RecordingDispatcher();
  private final LogCapture logs = LogCapture.of("io.fleettelemetry.server", Level.INFO);
  private ServerUnderTest server;

  @BeforeEach
  void start() {
    server =
        ServerUnderTest.builder()
            .dispatcher("recording", recording)
            .route("V", "recording")
            .route("connectivity", "recording")
            .start();
  }

  @AfterEach
  void close() {
    server.close();
    logs.close();
  }

  @Test
  void theVinIsTheCertificatesEverywhere() throws Exception {
    try (FakeVehicle vehicle = server.connect(VIN)) {
      Payload spoofed = Payload.newBuilder().setVin(VICTIM).build();
      vehicle.send(RecordBuilder.v().vin(VICTIM).txid("spoofed").protobuf(spoofed).message());
      vehicle.expectAck("spoofed");
    }
    for (TelemetryRecord record : recording.await(3)) {
      assertEquals(VIN, record.vin());
    }
    TelemetryRecord signals = first(RecordType.V);
    assertEquals(VIN, Payload.parseFrom(signals.payload()).getVin());
  }

  @Test
  void aTypeThatIsNotRoutedIsForItsOwnSenderOnly() {
    try (FakeVehicle vehicle = server.connect(VIN)) {
      vehicle.send(RecordBuilder.of("canlogs").vin(VIN).txid("own").message());
      vehicle.expectAck("own");
      vehicle.send(RecordBuilder.of("canlogs").vin(VICTIM).txid("other").message());
      vehicle.expectError("other", "incorrect message format");
    }
    ILoggingEvent line = logs.await("unexpected_sender_id");
    assertEquals("vehicle_device." + VICTIM, LogCapture.fields(line).get("sender_id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anUnknownIssuerIsRefused(String version) throws Exception {
    Credential issuer = TestPki.intermediate("Some Other CA", server.authority());
    assertRefused(TestPki.vehicle(VIN, issuer), version, "Some Other CA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anExcludedUsageIsRefused(String version) throws Exception {
    Credential excluded =
        TestPki.certificate(VIN)
            .clientAuth()
            .extendedKeyUsages(EXCLUDED_OID, VEHICLE_OID)
            .issuedBy(TestPki.intermediate(KNOWN_BY_OID, server.authority()));
    assertRefused(excluded, version, KNOWN_BY_OID);
  }

  @Test
  void anIssuerThatIsKnownByUsageIsTaken() throws Exception {
    Credential byUsage =
        TestPki.certificate(VIN)
            .clientAuth()
            .extendedKeyUsages(VEHICLE_OID)
            .issuedBy(TestPki.intermediate(KNOWN_BY_OID, server.authority()));
    assertIdentifiedAsItself(byUsage);
  }

  @Test
  void extraCertificatesOfOthersDoNotCount() throws Exception {
    Credential victim = TestPki.vehicle(VICTIM, server.authority());
    Credential own = TestPki.vehicle(VIN, server.authority());
    assertIdentifiedAsItself(own.sending(victim.certificate()));

    Credential unknown =
        TestPki.vehicle(VIN, TestPki.intermediate("Some Other CA", server.authority()));
    assertRefused(unknown.sending(victim.certificate()), "TLSv1.3", "Some Other CA");
  }

  @Test
  void aForeignAuthorityFailsTheHandshake() {
    Credential foreign = TestPki.vehicle(VIN, TestPki.authority("TeslaMotors"));
    assertThrows(
        IOException.class, () -> FakeVehicle.at(server.port(), server.tls(foreign)).connect());
    assertEquals(0, server.metric("num_connections").orElse(0));
  }

  private void assertRefused(Credential client, String version, String issuer) throws Exception {
    logs.clear();
    try (FakeVehicle vehicle =
        FakeVehicle.at(server.port(), server.tls(client)).tlsVersions(version).connect()) {
      vehicle.expectClose(POLICY_VIOLATION);
      vehicle.expectEnd();
    }
    String error = "" + LogCapture.fields(logs.await("extract_sender_id_err")).get("error");
    assertTrue(error.contains(issuer) && error.contains(VIN), error);
    assertEquals(0, logs.named("socket_connected").size());
    assertEquals(0, server.metric("num_connections").orElse(0));
  }

  private void assertIdentifiedAsItself(Credential client) throws Exception {
    try (FakeVehicle vehicle = FakeVehicle.at(server.port(), server.tls(client)).connect()) {
      vehicle.send(RecordBuilder.v().vin(VICTIM).txid("mine").message());
      vehicle.expectAck("mine");
    }
    recording.await(3).forEach(record -> assertEquals(VIN, record.vin()));
  }

  private TelemetryRecord first(RecordType type) {
    return recording.records().stream()
        .filter(record -> record.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
