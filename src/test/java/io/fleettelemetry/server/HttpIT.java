package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.FakeVehicleBuilder;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests on the vehicles' port: the status page, upgrades, and what is neither. */
class HttpIT {

  private static final String VIN = "device-1";
  private static final int LONGEST_HEADERS = 8_192;

  private static ServerUnderTest server;
  private static LogCapture logs;
  private static SSLContext tls;

  @BeforeAll
  static void start() {
    logs = LogCapture.of("io.fleettelemetry", Level.INFO);
    server =
        ServerUnderTest.builder()
            .dispatcher("recording", new RecordingDispatcher())
            .route("V", "recording")
            .start();
    tls = server.tls(VIN);
  }

  @AfterAll
  static void stop() {
    server.close();
    logs.close();
  }

  private static FakeVehicleBuilder vehicle() {
    return FakeVehicle.at(server.port(), tls);
  }

  /** A request without the headers of an upgrade. */
  private static FakeVehicleBuilder plain(SSLContext client) {
    FakeVehicleBuilder request = FakeVehicle.at(server.port(), client);
    for (String name : new String[] {"Upgrade", "Connection", "Version", "Key", "Extensions"}) {
      request.header(name, null).header("Sec-WebSocket-" + name, null);
    }
    return request;
  }

  private static void assertResponse(int status, String header, String body, String response) {
    assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
    String head = response.substring(0, response.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
    assertTrue(head.lines().anyMatch(header::equals), response);
    assertTrue(response.endsWith("\r\n\r\n" + body), response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"})
  void statusAnswersAnyMethod(String method) throws IOException {
    assertResponse(
        200,
        "content-type: text/plain; charset=utf-8",
        "mtls ok",
        plain(tls).path("/status").request(method));
  }

  @Test
  void statusAnswersHeadWithoutBody() throws IOException {
    assertResponse(
        200,
        "content-type: text/plain; charset=utf-8",
        "",
        plain(tls).path("/status").request("HEAD"));
  }

  @Test
  void statusAnswersWhoHasNoIdentity() throws IOException {
    Credential stranger =
        TestPki.vehicle(VIN, TestPki.intermediate("Some Other CA", server.authority()));
    assertResponse(
        200,
        "content-type: text/plain; charset=utf-8",
        "mtls ok",
        plain(server.tls(stranger)).path("/status").request("GET"));
  }

  @Test
  void statusIsNoPathForVehicles() {
    IOException refused =
        assertThrows(IOException.class, () -> vehicle().path("/status").connect());
    assertTrue(refused.getMessage().startsWith("no upgrade: HTTP/1.1 200 "), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"GET,/", "POST,/", "GET,/status/", "HEAD,/other"})
  void whatIsNoUpgradeIsABadRequest(String method, String path) throws IOException {
    String response = plain(tls).path(path).request(method);
    String body = method.equals("HEAD") ? "" : "Bad Request";
    assertResponse(400, "sec-websocket-version: 13", body, response);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Version, 8",
    "Sec-WebSocket-Version,",
    "Sec-WebSocket-Key,",
    "Upgrade, h2c"
  })
  void anotherUpgradeIsABadRequest(String header, String value) throws IOException {
    assertResponse(
        400,
        "sec-websocket-version: 13",
        "Bad Request",
        vehicle().header(header, value).request("GET"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void anUpgradeIsAGet(String method) throws IOException {
    String response = vehicle().request(method);
    assertTrue(response.startsWith("HTTP/1.1 405 "), response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits; server_no_context_takeover",
        "x-webkit-deflate-frame",
        "permessage-deflate, x-webkit-deflate-frame, permessage-bzip2"
      })
  void noExtensionIsAgreed(String offer) throws IOException {
    // The fake vehicle refuses a response that agrees to one.
    assertServed(vehicle().header("Sec-WebSocket-Extensions", offer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/any/path?with=query", "/statusx", "*"})
  void vehiclesConnectOnAnyPath(String path) throws IOException {
    assertServed(vehicle().path(path));
  }

  @Test
  void headersAreTokensInAnyCase() throws IOException {
    assertServed(
        vehicle().header("Connection", "keep-alive, UPGRADE").header("Upgrade", "WebSocket"));
  }

  @Test
  void subProtocolAndOriginDoNotMatter() throws IOException {
    assertServed(
        vehicle()
            .header("Sec-WebSocket-Protocol", "some, other")
            .header("Origin", "https://elsewhere.example"));
  }

  @Test
  void headersOfAnyLengthBreakNothing() throws IOException {
    assertServed(vehicle().header("X-Filler", "x".repeat(LONGEST_HEADERS / 2)));
    String response = vehicle().header("X-Filler", "x".repeat(2 * LONGEST_HEADERS)).request("GET");
    assertTrue(response.startsWith("HTTP/1.1 431 "), response);
    response = vehicle().path("/" + "x".repeat(2 * LONGEST_HEADERS)).request("GET");
    assertTrue(response.startsWith("HTTP/1.0 414 "), response);
    assertServed(vehicle());
  }

  @Test
  void requestsThatFailAreNotConnected() throws IOException {
    logs.clear();
    plain(tls).request("GET");
    vehicle().request("POST");
    assertEquals(0, logs.named("socket_connected").size());
    assertEquals(0, logs.problems().size());
  }

  private static void assertServed(FakeVehicleBuilder builder) throws IOException {
    try (FakeVehicle vehicle = builder.connect()) {
      vehicle.send(RecordBuilder.v().vin(VIN).txid("served").message());
      vehicle.expectAck("served");
    }
  }
}
