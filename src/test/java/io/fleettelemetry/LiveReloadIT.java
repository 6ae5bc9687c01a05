package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What changes while vehicles are connected. */
class LiveReloadIT {

  private final LogCapture logs = LogCapture.of("io.fleettelemetry", Level.INFO);

  @AfterEach
  void stop() {
    logs.close();
  }

  private static ServerUnderTest start(int seconds) {
    return ServerUnderTest.builder()
        .dispatcher("recording", new RecordingDispatcher())
        .route("V", "recording")
        .section("tls", "reload_interval_s", seconds)
        .start();
  }

  private static void send(FakeVehicle vehicle, String txid) {
    vehicle.send(RecordBuilder.v().vin("open").txid(txid).message());
  }

  private void awaitReloaded(String... changed) {
    Awaitility.await("reloaded " + List.of(changed))
        .until(
            () ->
                logs.named("reloaded").stream()
                    .map(line -> LogCapture.fields(line).get("changed"))
                    .anyMatch(List.of(changed)::equals));
  }

  @Test
  void aRateLimitHoldsForConnectionsThatAreOpen() {
    try (ServerUnderTest server = start(0)) {
      FakeVehicle vehicle = server.connect("open");
      for (int i = 0; i < 5; i++) {
        send(vehicle, "free-" + i);
        vehicle.expectAck("free-" + i);
      }
      server.set("rate_limit", new JsonObject("{\"enabled\": true, \"message_limit\": 2}"));
      server.reload();
      awaitReloaded("rate_limit");
      send(vehicle, "first");
      vehicle.expectAck("first");
      send(vehicle, "second");
      vehicle.expectAck("second");
      send(vehicle, "over");
      vehicle.expectError("over", Answers.RATE_LIMITED);
      server.set("rate_limit", new JsonObject());
      server.reload();
      Awaitility.await("both").until(() -> logs.named("reloaded").size() == 2);
      send(vehicle, "free again");
      vehicle.expectAck("free again");
      assertEquals(2, server.count("fleet_telemetry_reloads_total{outcome=\"succeeded\"}"));
    }
  }

  @Test
  void aCertificateThatIsReplacedIsShownAndConnectionsStay() throws Exception {
    try (ServerUnderTest server = start(1)) {
      FakeVehicle open = server.connect("open");
      Credential renewed = TestPki.server(server.authority());
      TestPki.writeCertificates(server.directory().resolve("server.pem"), renewed);
      TestPki.writeKey(server.directory().resolve("server.key"), renewed.key());
      awaitReloaded("certificate");
      assertEquals(renewed.certificate().getSerialNumber(), serial(server));
      send(open, "still here");
      open.expectAck("still here");
    }
  }

  private static BigInteger serial(ServerUnderTest server) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            server.tls("looking").getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  @Test
  void aFileThatIsHalfWrittenKeepsTheOldState() throws Exception {
    try (ServerUnderTest server = start(1)) {
      BigInteger before = serial(server);
      Files.writeString(server.directory().resolve("server.pem"), "-----BEGIN CERTIF");
      ILoggingEvent failed = logs.await("reload_failed");
      assertEquals("file", LogCapture.fields(failed).get("trigger"));
      assertEquals(before, serial(server));
      assertEquals(1, server.count("fleet_telemetry_reloads_total{outcome=\"failed\"}"));
    }
  }

  @Test
  void whoIsNotAllowedAnyMoreIsNotLetIn() {
    try (ServerUnderTest server = start(1)) {
      server.connect("one").close();
      server.set("allowed_vins", new JsonArray().add("two"));
      awaitReloaded("access");
      server.connect("two").close();
      assertThrows(IOException.class, () -> server.vehicle("one").connect());
    }
  }
}
