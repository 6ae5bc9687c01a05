package io.fleettelemetry.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fleettelemetry.auth.Verification;
import io.fleettelemetry.config.AccessConfig;
import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.server.tls.VehicleTls.Loading.Loaded;
import io.fleettelemetry.testing.TestPki;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * A listener of vehicles on loopback that verifies again at each request, with everything that it
 * logs and counts about handshakes.
 */
final class Listener implements AutoCloseable {

  static final AccessConfig ANYBODY =
      new AccessConfig(Set.of(), Optional.empty(), Optional.empty());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(HandshakeObserver.class);
  private final BlockingQueue<Verification> atUpgrade = new LinkedBlockingQueue<>();
  private final HttpServer server;

  Listener(Vertx vertx, TlsConfig config, TlsEngine engine, Clock clock) {
    this(vertx, config, engine, clock, UnaryOperator.identity());
  }

  /** A listener that reads every file of a fixture. */
  Listener(Vertx vertx, TlsFixture files, TlsEngine engine) {
    this(
        vertx,
        metrics -> VehicleTls.load(files.tls(), files.access(), metrics, engine, Clock.systemUTC()),
        UnaryOperator.identity());
  }

  /**
   * A listener with options of its own.
   *
   * @param tuning changes the options before the server starts
   */
  Listener(
      Vertx vertx,
      TlsConfig config,
      TlsEngine engine,
      Clock clock,
      UnaryOperator<HttpServerOptions> tuning) {
    this(vertx, metrics -> VehicleTls.load(config, ANYBODY, metrics, engine, clock), tuning);
  }

  private Listener(
      Vertx vertx,
      Function<Metrics, VehicleTls.Loading> loading,
      UnaryOperator<HttpServerOptions> tuning) {
    Metrics metrics = new Metrics(registry, Set.of("V"), Set.of());
    VehicleTls tls = assertInstanceOf(Loaded.class, loading.apply(metrics)).tls();
    appender.list = new CopyOnWriteArrayList<>();
    appender.start();
    logger.addAppender(appender);
    server =
        vertx
            .createHttpServer(tuning.apply(tls.serverOptions("127.0.0.1", 0)))
            .requestHandler(
                request -> {
                  atUpgrade.add(tls.verify(request.connection().sslSession()));
                  request.response().end();
                })
            .listen()
            .await();
  }

  /** The configuration of a server whose certificate and clients' authority are in a directory. */
  static TlsConfig config(Path dir, Credential server, Credential... authorities) {
    X509Certificate[] certificates =
        Arrays.stream(authorities).map(Credential::certificate).toArray(X509Certificate[]::new);
    return new TlsConfig(
        TestPki.writeCertificates(dir.resolve("server.pem"), server),
        TestPki.writeKey(dir.resolve("server.key"), server.key()),
        Optional.of(TestPki.writeCertificates(dir.resolve("ca.pem"), certificates)),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false,
        true);
  }

  int port() {
    return server.actualPort();
  }

  /** The next verification at a request. */
  Verification atUpgrade() throws InterruptedException {
    Verification verification = atUpgrade.poll(10, TimeUnit.SECONDS);
    return assertInstanceOf(Verification.class, verification, "no request came");
  }

  double count(String outcome, String reason) {
    var counter =
        registry
            .find("fleet_telemetry_tls_handshakes_total")
            .tags("outcome", outcome, "reason", reason)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  void awaitCount(String outcome, String reason) {
    Awaitility.await().untilAsserted(() -> assertEquals(1, count(outcome, reason), this::describe));
  }

  /** The only line, by its keys, once the failure is counted. */
  Map<String, Object> awaitLine(String reason) {
    awaitCount("failed", reason);
    Awaitility.await().until(() -> !appender.list.isEmpty());
    assertEquals(1, appender.list.size(), this::describe);
    ILoggingEvent event = appender.list.get(0);
    assertEquals("tls_handshake_error", event.getMessage());
    return event.getKeyValuePairs().stream()
        .collect(Collectors.toMap((KeyValuePair pair) -> pair.key, pair -> pair.value));
  }

  List<ILoggingEvent> lines() {
    return appender.list;
  }

  private String describe() {
    return registry.getMetersAsString()
        + appender.list.stream().map(ILoggingEvent::getKeyValuePairs).toList();
  }

  @Override
  public void close() {
    server.close().await();
    logger.detachAppender(appender);
    appender.stop();
  }
}
