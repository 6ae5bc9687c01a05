package io.fleettelemetry.dispatch.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.MqttBroker;
import io.fleettelemetry.testing.MqttSubscriber;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the broker is reached, and what becomes of a connection. */
class MqttConnectionIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final MqttBroker broker = MqttBroker.shared();
  private final MqttFixture fixture = new MqttFixture();

  @TempDir private Path directory;

  @AfterEach
  void close() {
    broker.resume();
    fixture.close();
  }

  @Test
  void aClientCertificateOpensTheEncryptedListener() {
    assertPasses("mqtts://localhost:" + broker.tlsPort(), clientTls());
  }

  @Test
  void withoutACertificateThatListenerStaysClosed() {
    Map<String, Object> tls = Map.of("ca_file", authorityFile());
    startFails("mqtts://localhost:" + broker.tlsPort(), tls);
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() {
    String message =
        startFails(
            "mqtts://localhost:" + broker.misnamedTlsPort(), Map.of("ca_file", authorityFile()));
    assertTrue(message.contains("No name matching localhost"), message);
  }

  @Test
  void anAuthorityThatIsNotOursIsRefused() {
    Credential stranger = TestPki.authority("stranger");
    Path file = TestPki.writeCertificates(directory.resolve("stranger.crt"), stranger);
    startFails("mqtts://localhost:" + broker.tlsPort(), Map.of("ca_file", file.toString()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWebSocketCarriesTheSame(boolean tls) {
    HttpServer bridge = bridge(tls);
    String url = (tls ? "wss" : "ws") + "://localhost:" + bridge.actualPort() + "/some/mqtt?a=b";
    assertPasses(url, tls ? Map.of("ca_file", authorityFile()) : Map.of());
  }

  @Test
  void aStartEndsInTimeWhenTheBrokerDoesNotAnswer() {
    Map<String, Object> settings = Map.of("connect_timeout_ms", 60_000, "start_timeout_s", 1);
    MqttDispatcher dispatcher = dispatcher(settings);
    broker.pause();
    String message = failure(dispatcher.start());
    assertTrue(message.contains("127.0.0.1:" + broker.port()), message);
    assertTrue(message.contains("no answer"), message);
    broker.resume();
    await(dispatcher.stop(LIMIT));
  }

  /** Each throws the other out; neither may hammer the broker, and both say what is wrong. */
  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "5"})
  void twoServersOfOneNameAreToldOfEachOther(String version) {
    Map<String, Object> settings =
        Map.of(
            "client_id",
            "same-" + version,
            "protocol_version",
            version,
            "connect_retry_interval_ms",
            300);
    MqttDispatcher first = dispatcher(settings);
    MqttDispatcher second = dispatcher(settings);
    await(first.start());
    await(second.start());
    Awaitility.await("the hint")
        .atMost(LIMIT)
        .until(
            () ->
                List.of(first, second).stream()
                    .anyMatch(d -> d.health().detail().contains("the client_id same-" + version)));
    await(first.stop(LIMIT));
    await(second.stop(LIMIT));
  }

  @Test
  void theWillTellsWhetherTheServerIsThere() {
    String topic = fixture.base + "/availability";
    try (MqttSubscriber subscriber = MqttSubscriber.start(broker, topic)) {
      MqttDispatcher dispatcher = dispatcher(Map.of("last_will", true));
      await(dispatcher.start());
      awaitTexts(subscriber, List.of("online"));
      await(dispatcher.stop(LIMIT));
      awaitTexts(subscriber, List.of("online", "offline"));
    }
    try (MqttSubscriber later = MqttSubscriber.start(broker, topic)) {
      assertEquals(List.of("offline"), texts(later));
      assertTrue(later.received().get(0).retained());
    }
  }

  private void assertPasses(String url, Map<String, Object> tls) {
    try (MqttSubscriber subscriber = MqttSubscriber.start(broker, fixture.base + "/#")) {
      MqttDispatcher dispatcher = new MqttDispatcher(settings(url, tls, 30), fixture.context);
      await(dispatcher.start());
      OutcomeLog log = new OutcomeLog(1);
      dispatcher.dispatch(RecordBuilder.numberedRecords("reached", 1), log);
      log.await(LIMIT).assertAll(Outcome.STORED);
      assertEquals(List.of("0"), texts(subscriber));
      await(dispatcher.stop(LIMIT));
    }
  }

  private String startFails(String url, Map<String, Object> tls) {
    MqttDispatcher dispatcher = new MqttDispatcher(settings(url, tls, 3), fixture.context);
    String message = failure(dispatcher.start());
    assertTrue(message.contains(url), message);
    assertFalse(dispatcher.health().up());
    await(dispatcher.stop(LIMIT));
    return message;
  }

  private MqttSettings settings(String url, Map<String, Object> tls, int startSeconds) {
    Map<String, Object> values = new HashMap<>();
    values.put("start_timeout_s", startSeconds);
    values.put("broker", url);
    values.put("username", MqttBroker.USERNAME);
    values.put("password", MqttBroker.PASSWORD);
    values.put("qos", 1);
    if (!tls.isEmpty()) {
      values.put("tls", tls);
    }
    return fixture.settings(values);
  }

  private MqttDispatcher dispatcher(Map<String, Object> more) {
    return new MqttDispatcher(fixture.settings(broker, more), fixture.context);
  }

  private Map<String, Object> clientTls() {
    Credential client = TestPki.vehicle("server-1", broker.authority());
    Path certificate = TestPki.writeCertificates(directory.resolve("client.crt"), client);
    Path key = TestPki.writeKey(directory.resolve("client.key"), client.key());
    return Map.of(
        "ca_file", authorityFile(),
        "server_cert", certificate.toString(),
        "server_key", key.toString());
  }

  private String authorityFile() {
    Path file = directory.resolve("ca.crt");
    return TestPki.writeCertificates(file, broker.authority()).toString();
  }

  /** Brokers that speak MQTT over WebSockets do it as this bridge to one that does not. */
  private HttpServer bridge(boolean tls) {
    HttpServerOptions options = new HttpServerOptions().addWebSocketSubProtocol("mqtt");
    if (tls) {
      Credential server = TestPki.server(broker.authority());
      Path certificate = TestPki.writeCertificates(directory.resolve("bridge.crt"), server);
      Path key = TestPki.writeKey(directory.resolve("bridge.key"), server.key());
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .addCertPath(certificate.toString())
                  .addKeyPath(key.toString()));
    }
    return await(
        fixture
            .vertx
            .createHttpServer(options)
            .webSocketHandler(this::connect)
            .listen(0, "127.0.0.1"));
  }

  private void connect(ServerWebSocket webSocket) {
    if (!webSocket.uri().equals("/some/mqtt?a=b") || !"mqtt".equals(webSocket.subProtocol())) {
      webSocket.close();
      return;
    }
    webSocket.pause();
    fixture
        .vertx
        .createNetClient()
        .connect(broker.port(), "127.0.0.1")
        .onSuccess(socket -> join(webSocket, socket));
  }

  private static void join(ServerWebSocket webSocket, NetSocket socket) {
    socket.handler((Buffer bytes) -> webSocket.writeBinaryMessage(bytes));
    socket.closeHandler(closed -> webSocket.close());
    webSocket.binaryMessageHandler(socket::write);
    webSocket.closeHandler(closed -> socket.close());
    webSocket.resume();
  }

  private static void awaitTexts(MqttSubscriber subscriber, List<String> expected) {
    Awaitility.await(expected.toString())
        .atMost(LIMIT)
        .untilAsserted(() -> assertEquals(expected, texts(subscriber)));
  }

  private static List<String> texts(MqttSubscriber subscriber) {
    return subscriber.received().stream()
        .map(message -> new String(message.payload(), UTF_8))
        .toList();
  }

  private static String failure(Future<?> future) {
    ExecutionException failure = assertThrows(ExecutionException.class, () -> get(future));
    return String.valueOf(failure.getCause().getMessage());
  }

  private static <T> T await(Future<T> future) {
    try {
      return get(future);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T get(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
