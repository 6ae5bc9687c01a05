package io.fleettelemetry.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.Credential;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake vehicle against a plain Vert.x server that sends each binary message back. */
class FakeVehicleIT {

  private static final Credential AUTHORITY = TestPki.authority("TeslaMotors");
  private static final Credential SERVER = TestPki.server(AUTHORITY);

  private final SSLContext tls = contextOf(TestPki.vehicle("device-1", AUTHORITY));
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private int port;

  @TempDir Path dir;

  @BeforeEach
  void startServer() throws Exception {
    port = listen(new JdkSSLEngineOptions());
  }

  @AfterEach
  void closeServer() throws Exception {
    get(vertx.close());
    RuntimeGuards.reports().collect().assertNone();
  }

  @ParameterizedTest
  @CsvSource({"JDK,TLSv1.2", "JDK,TLSv1.3", "BoringSSL,TLSv1.2", "BoringSSL,TLSv1.3"})
  void exchangesMessages(String engine, String version) throws Exception {
    int own = listen(engine.equals("JDK") ? new JdkSSLEngineOptions() : new OpenSSLEngineOptions());
    try (FakeVehicle vehicle =
        FakeVehicle.at(own, tls).tlsVersions(version).txid("the-id").connect()) {
      assertEquals("connected the-id wifi 1.0.0", next());
      assertEquals(version, vehicle.session().getProtocol());
      vehicle.send(bytes("hello"));
      assertArrayEquals(bytes("hello"), vehicle.receive());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 1_000_000})
  void messagesOfAnySizeComeBackWhole(int size) throws Exception {
    byte[] message = new byte[size];
    new Random(size).nextBytes(message);
    try (FakeVehicle vehicle = connect()) {
      vehicle.send(message);
      assertArrayEquals(message, vehicle.receive());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 50})
  void fragmentsMakeOneMessage(int count) throws Exception {
    byte[] message = new byte[1_000];
    new Random(count).nextBytes(message);
    try (FakeVehicle vehicle = connect()) {
      vehicle.sendInFragments(message, count);
      assertArrayEquals(message, vehicle.receive());
    }
  }

  @Test
  void halfAMessageIsNoMessage() throws Exception {
    byte[] message = bytes("in two halves");
    byte[] frame = new Frame(true, Frame.BINARY, message).masked();
    try (FakeVehicle vehicle = connect()) {
      vehicle.sendRaw(Arrays.copyOf(frame, 5));
      assertTrue(vehicle.poll(Duration.ofMillis(50)).isEmpty());
      vehicle.sendRaw(Arrays.copyOfRange(frame, 5, frame.length));
      assertArrayEquals(message, vehicle.receive());
    }
  }

  @Test
  void pingsAreAnsweredOnBothSides() throws Exception {
    try (FakeVehicle vehicle = connect()) {
      vehicle.sendFrame(true, Frame.PING, bytes("ours"));
      Frame pong = vehicle.receiveFrame();
      assertEquals(Frame.PONG, pong.opcode());
      assertArrayEquals(bytes("ours"), pong.payload());

      vehicle.sendFrame(true, Frame.TEXT, bytes("ping me"));
      assertEquals(Frame.PING, vehicle.receiveFrame().opcode());
      next();
      assertEquals("pong theirs", next());
    }
  }

  @Test
  void closesEachWay() throws Exception {
    try (FakeVehicle vehicle = connect()) {
      next();
      vehicle.sendFrame(true, Frame.TEXT, bytes("close 1008"));
      vehicle.expectClose(1008);
      vehicle.expectEnd();
    }
    assertEquals("closed 1008", next());

    FakeVehicle polite = connect();
    next();
    polite.closeCleanly();
    assertEquals("closed 1000", next());

    FakeVehicle rude = connect();
    next();
    rude.reset();
    assertEquals("closed 1006", next());

    FakeVehicle hasty = connect();
    next();
    hasty.close();
    assertEquals("closed 1006", next());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aRefusedCertificateFailsTheConnect(String version) {
    Credential foreign = TestPki.vehicle("device-1", TestPki.authority("TeslaMotors"));
    assertRefused(contextOf(foreign), version);
    assertRefused(contextOf(null), version);
  }

  @Test
  void requestsWithoutUpgradeAreReadToTheirEnd() throws Exception {
    String response = FakeVehicle.at(port, tls).header("Upgrade", null).path("/x").request("POST");
    assertTrue(response.startsWith("HTTP/1.1 400 "), response);
    assertTrue(response.endsWith("POST /x"), response);
  }

  @Test
  void aVehicleThatDoesNotReadFillsTheServersSocket() throws Exception {
    try (FakeVehicle vehicle = FakeVehicle.at(port, tls).receiveBuffer(4_096).connect()) {
      next();
      vehicle.sendFrame(true, Frame.TEXT, bytes("flood"));
      assertEquals("full", next());
    }
  }

  private void assertRefused(SSLContext refused, String version) {
    FakeVehicleBuilder builder = FakeVehicle.at(port, refused).tlsVersions(version);
    assertThrows(IOException.class, builder::connect);
  }

  private FakeVehicle connect() throws IOException {
    return FakeVehicle.at(port, tls).connect();
  }

  private String next() throws InterruptedException {
    return seen.poll(20, TimeUnit.SECONDS);
  }

  private int listen(SSLEngineOptions engine) throws Exception {
    Path certificate = TestPki.writeCertificates(dir.resolve("server.pem"), SERVER);
    Path key = TestPki.writeKey(dir.resolve("server.key"), SERVER.key());
    Path ca = TestPki.writeCertificates(dir.resolve("ca.pem"), AUTHORITY.certificate());
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setClientAuth(ClientAuth.REQUIRED)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxWebSocketFrameSize(1 << 20)
            .setMaxWebSocketMessageSize(1 << 20)
            .setKeyCertOptions(
                new PemKeyCertOptions().addCertPath("" + certificate).addKeyPath("" + key))
            .setTrustOptions(new PemTrustOptions().addCertPath("" + ca));
    return get(vertx
            .createHttpServer(options.setSslEngineOptions(engine))
            .webSocketHandler(this::serve)
            .requestHandler(r -> r.response().setStatusCode(400).end(r.method() + " " + r.path()))
            .listen(0, "127.0.0.1"))
        .actualPort();
  }

  private void serve(ServerWebSocket socket) {
    seen.add(
        "connected %s %s %s"
            .formatted(
                socket.headers().get("X-TXID"),
                socket.headers().get("X-Network-Interface"),
                socket.headers().get("Version")));
    socket.binaryMessageHandler(socket::writeBinaryMessage);
    socket.textMessageHandler(order -> obey(order, socket));
    socket.pongHandler(payload -> seen.add("pong " + payload));
    socket.closeHandler(v -> seen.add("closed " + socket.closeStatusCode()));
  }

  private void obey(String order, ServerWebSocket socket) {
    switch (order) {
      case "close 1008" -> socket.close((short) 1008);
      case "ping me" -> socket.writePing(Buffer.buffer("theirs"));
      case "flood" -> flood(socket);
      default -> throw new IllegalArgumentException(order);
    }
  }

  /** One write a turn: while a read goes on, what is written counts as sent. */
  private void flood(ServerWebSocket socket) {
    if (socket.writeQueueFull()) {
      seen.add("full");
    } else {
      socket.writeBinaryMessage(Buffer.buffer(new byte[10_000]));
      vertx.runOnContext(v -> flood(socket));
    }
  }

  private static SSLContext contextOf(Credential credential) {
    return TestPki.clientContext(credential, AUTHORITY.certificate());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
