package io.fleettelemetry.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.simulator.FleetSettings.ServerTrust;
import io.fleettelemetry.simulator.trip.Trips;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How vehicles ask for a connection, and what a refusal is called. */
@Timeout(120)
class RefusedFleetIT {

  private final CertificateAuthority authority =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));
  private final CertificateAuthority another =
      CertificateAuthority.create("Another", Duration.ofDays(1));

  /** The reason for which one vehicle's first try fails. */
  private String reason(TestFleets fleet) {
    Fleet one = fleet.endless().start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> one.progress().phase() == FleetProgress.Phase.SENDING);
    FleetReport report = TestFleets.report(one.stop());
    assertEquals(List.of("vehicles never connected: 1"), report.problems());
    return report.connections().failures().keySet().iterator().next();
  }

  private TestFleets to(ScriptedServer server) {
    return TestFleets.to(server.port(), authority);
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertEquals("connection refused", reason(TestFleets.to(port, authority)));
  }

  @Test
  void theServerDoesNotTrustTheVehicles() {
    try (ScriptedServer server = ScriptedServer.start(authority, another, (r, c) -> c.ack(r))) {
      String reason = reason(to(server));
      assertTrue(reason.startsWith("TLS handshake failed: the server refused: "), reason);
    }
  }

  @Test
  void theVehiclesDoNotTrustTheServer() {
    try (ScriptedServer server = ScriptedServer.start(another, authority, (r, c) -> c.ack(r))) {
      String reason = reason(to(server));
      assertTrue(
          reason.startsWith("TLS handshake failed: the server's certificate is not trusted: "),
          reason);
    }
  }

  @Test
  void theServersCertificateIsForAnotherName() {
    try (ScriptedServer server = ScriptedServer.start(authority, (r, c) -> c.ack(r))) {
      String reason = reason(to(server).name("telemetry.example"));
      assertTrue(
          reason.startsWith("TLS handshake failed: the server's certificate is not trusted: "),
          reason);
      assertTrue(reason.contains("telemetry.example"), reason);
    }
  }

  @Test
  void anyServerWillDoWhenItIsNotVerified() {
    try (ScriptedServer server = ScriptedServer.start(another, authority, (r, c) -> c.ack(r))) {
      assertTrue(to(server).trust(ServerTrust.unverified()).name("no.such").run().ok());
    }
  }

  @Test
  void theUpgradeIsRefused() {
    try (ScriptedServer server =
        ScriptedServer.refusing(authority, HttpResponseStatus.SERVICE_UNAVAILABLE)) {
      assertEquals("refused with HTTP 503 Service Unavailable", reason(to(server)));
    }
  }

  @Test
  void theServerSpeaksNoTls() throws Exception {
    Thread answering;
    try (ServerSocket plain = new ServerSocket(0)) {
      answering = new Thread(() -> answerInPlainText(plain));
      answering.start();
      assertEquals(
          "TLS handshake failed: the server does not speak TLS",
          reason(TestFleets.to(plain.getLocalPort(), authority)));
    }
    answering.join();
  }

  @Test
  void theServerSpeaksTlsButNoHttp() {
    try (ScriptedServer server = ScriptedServer.babbling(authority)) {
      assertEquals("the server does not speak HTTP", reason(to(server)));
    }
  }

  @Test
  void theServerTakesConnectionsAndSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      FleetReport report =
          TestFleets.report(
              TestFleets.to(silent.getLocalPort(), authority).endless().start().stop());
      assertEquals(List.of("no vehicle was connected"), report.problems());
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // The vehicle left, or the test is over.
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"fleet_telemetry, fleet_telemetry", "10.1, 10.1", "::1, [::1]"})
  void theServerIsAskedForByItsNameWhateverThatIs(String name, String host) {
    try (ScriptedServer server = ScriptedServer.start(authority, (r, c) -> c.ack(r))) {
      FleetReport report = to(server).trust(ServerTrust.unverified()).name(name).run();
      assertEquals(List.of(), report.problems());
      assertEquals(host + ":" + server.port(), server.requests().get(0).get("Host"));
    }
  }

  @Test
  void theRequestIsAVehicles() {
    try (ScriptedServer server = ScriptedServer.start(authority, (r, c) -> c.ack(r))) {
      assertTrue(to(server).run().ok());
      HttpHeaders headers = server.requests().get(0);
      assertEquals("localhost:" + server.port(), headers.get("Host"));
      assertEquals(Trips.prepare().trip(0).firmware(), headers.get("Version"));
      assertTrue(List.of("wifi", "cellular").contains(headers.get("X-Network-Interface")));
      assertEquals(headers.get("X-TXID"), UUID.fromString(headers.get("X-TXID")).toString());
      assertTrue(!headers.contains("Sec-WebSocket-Extensions") && !headers.contains("Origin"));
    }
  }
}
