package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vehicles that are connected when their certificate or their name ceases to admit them. */
class AdmissionLostIT {

  private static final int POLICY_VIOLATION = 1008;

  private final RecordingDispatcher recording = new RecordingDispatcher();
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void emptyFile() throws IOException {
    file = Files.createFile(directory.resolve("file"));
  }

  private ServerUnderTestBuilder builder() {
    return ServerUnderTest.builder()
        .dispatcher("recording", recording)
        .route("V", "recording")
        .route("connectivity", "recording")
        // Connections are looked at ten times as often.
        .section("connections", "ping_interval_s", 1);
  }

  @Test
  void aDeniedVehicleIsClosedAndNoOther() throws IOException {
    try (ServerUnderTest server = builder().set("denied_vins_file", file.toString()).start()) {
      FakeVehicle stays = server.connect("STAYS");
      FakeVehicle goes = server.connect("GOES");
      Files.writeString(file, "GOES\n");
      server.reload();
      assertClosed(server, goes, "denied");
      stays.exchange("STAYS", 1);
    }
  }

  @Test
  void aVehicleThatLeavesTheListOfAllowedOnesIsClosed() {
    try (ServerUnderTest server =
        builder().set("allowed_vins", new JsonArray(List.of("STAYS", "GOES"))).start()) {
      FakeVehicle stays = server.connect("STAYS");
      FakeVehicle goes = server.connect("GOES");
      server.set("allowed_vins", new JsonArray(List.of("STAYS")));
      server.reload();
      assertClosed(server, goes, "not_allowed");
      stays.exchange("STAYS", 1);
    }
  }

  @Test
  void aVehicleWhoseCertificateIsRevokedIsClosed() throws IOException {
    Credential authority = TestPki.authority("TeslaMotors");
    TestPki.writeRevocationLists(file, TestPki.revocationList(authority).sign());
    try (ServerUnderTest server =
        builder().authority(authority).section("tls", "crl_file", file.toString()).start()) {
      Credential revoked = TestPki.vehicle("GOES", authority);
      FakeVehicle stays = server.connect("STAYS");
      FakeVehicle goes = FakeVehicle.at(server.port(), server.tls(revoked)).connect();
      TestPki.writeRevocationLists(
          file, TestPki.revocationList(authority).revoke(revoked.certificate()).sign());
      server.reload();
      assertClosed(server, goes, "revoked");
      stays.exchange("STAYS", 1);
    }
  }

  @Test
  void aVehicleWhoseCertificateEndsIsClosed() throws IOException {
    try (ServerUnderTest server = builder().start()) {
      Instant now = Instant.now();
      Credential soon =
          TestPki.certificate("GOES")
              .valid(now.minusSeconds(60), now.plusSeconds(8))
              .issuedBy(server.authority());
      FakeVehicle stays = server.connect("STAYS");
      FakeVehicle goes = FakeVehicle.at(server.port(), server.tls(soon)).connect();
      goes.exchange("GOES", 1);
      assertClosed(server, goes, "expired");
      stays.exchange("STAYS", 1);
    }
  }

  private void assertClosed(ServerUnderTest server, FakeVehicle vehicle, String reason) {
    vehicle.expectClose(POLICY_VIOLATION);
    vehicle.expectEnd();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> server.count("num_connections") == 1);
    assertEquals(
        1,
        server.count("fleet_telemetry_connections_ended_total{reason=\"%s\"}".formatted(reason)));
  }
}
