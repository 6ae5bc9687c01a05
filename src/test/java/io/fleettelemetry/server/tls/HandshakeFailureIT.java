package io.fleettelemetry.server.tls;

import static io.fleettelemetry.server.tls.Handshakes.AUTHORITY;
import static io.fleettelemetry.server.tls.Handshakes.NOW;
import static io.fleettelemetry.server.tls.Handshakes.SERVER;
import static io.fleettelemetry.server.tls.Handshakes.client;
import static io.fleettelemetry.server.tls.Handshakes.clientHello;
import static io.fleettelemetry.server.tls.Handshakes.send;
import static io.fleettelemetry.server.tls.Handshakes.vehicle;
import static io.fleettelemetry.server.tls.Handshakes.visit;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.testing.MutableClock;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes that fail without a client's certificate being the reason. */
class HandshakeFailureIT {

  @TempDir private static Path dir;
  private static Vertx vertx;
  private static TlsConfig config;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    config = Listener.config(dir, SERVER, AUTHORITY);
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  private static Listener listener(TlsEngine engine) {
    return new Listener(vertx, config, engine, new MutableClock(NOW));
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void refusesNoCertificate(TlsEngine engine, String protocol) {
    try (Listener listener = listener(engine)) {
      visit(client(null), protocol, listener.port());

      Map<String, Object> line = listener.awaitLine("no_certificate");
      assertTrue(line.get("reason").toString().startsWith("no certificate: "), line::toString);
      assertNull(line.get("certificate_subject"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void namesNoAuthoritiesToTheClient(TlsEngine engine, String protocol) throws Exception {
    List<Integer> named = new CopyOnWriteArrayList<>();
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TestPki.trustStore(AUTHORITY.certificate()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {countingIssuers(named)}, trust.getTrustManagers(), null);
    try (Listener listener = listener(engine)) {
      visit(context, protocol, listener.port());

      listener.awaitLine("no_certificate");
      assertFalse(named.isEmpty());
      assertTrue(named.stream().allMatch(count -> count == 0), named::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#engines")
  void refusesPlainHttp(TlsEngine engine) {
    try (Listener listener = listener(engine)) {
      send("GET /status HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(US_ASCII), listener.port());

      assertEquals("not TLS at all", listener.awaitLine("not_tls").get("reason"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#engines")
  void refusesOldProtocol(TlsEngine engine) {
    try (Listener listener = listener(engine)) {
      send(clientHello("0302", "c013"), listener.port());

      Map<String, Object> line = listener.awaitLine("protocol_or_cipher");
      assertTrue(
          line.get("reason").toString().startsWith("protocol or cipher mismatch: "),
          line::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#engines")
  void refusesUnknownCipher(TlsEngine engine) {
    try (Listener listener = listener(engine)) {
      send(clientHello("0303", "0004"), listener.port());

      listener.awaitLine("protocol_or_cipher");
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void saysWhenTheClientRefusesTheServer(TlsEngine engine, String protocol) {
    SSLContext distrusting =
        TestPki.clientContext(
            vehicle("device-1").issuedBy(AUTHORITY), TestPki.authority("Elsewhere").certificate());
    try (Listener listener = listener(engine)) {
      visit(distrusting, protocol, listener.port());

      Map<String, Object> line = listener.awaitLine("refused_by_client");
      assertTrue(
          line.get("reason").toString().startsWith("the client refused, perhaps tls.server_cert: "),
          line::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#engines")
  void givesUpOnSilence(TlsEngine engine) {
    UnaryOperator<HttpServerOptions> impatient =
        options ->
            options.setSslHandshakeTimeout(100).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    try (Listener listener =
        new Listener(vertx, config, engine, new MutableClock(NOW), impatient)) {
      send(new byte[0], listener.port());

      assertEquals("timed out", listener.awaitLine("timed_out").get("reason"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#engines")
  void logsNothingWhenTheClientJustLeaves(TlsEngine engine) throws Exception {
    try (Listener listener = listener(engine)) {
      new Socket(InetAddress.getLoopbackAddress(), listener.port()).close();

      listener.awaitCount("failed", "closed");
      assertEquals(List.of(), listener.lines());
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#engines")
  void countsButDoesNotLogWhenLinesAreSuppressed(TlsEngine engine) {
    TlsConfig silent =
        new TlsConfig(
            config.serverCert(),
            config.serverKey(),
            config.caFile(),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            false,
            false);
    try (Listener listener = new Listener(vertx, silent, engine, new MutableClock(NOW))) {
      visit(client(vehicle("device-1").selfSigned()), "TLSv1.3", listener.port());

      listener.awaitCount("failed", "unknown_authority");
      assertEquals(List.of(), listener.lines());
    }
  }

  /** Has no certificate, and notes how many authorities the server names when it asks for one. */
  private static KeyManager countingIssuers(List<Integer> named) {
    return new X509ExtendedKeyManager() {
      @Override
      public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
      }

      @Override
      public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        named.add(issuers == null ? 0 : issuers.length);
        return null;
      }

      @Override
      public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
      }

      @Override
      public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
      }

      @Override
      public X509Certificate[] getCertificateChain(String alias) {
        return null;
      }

      @Override
      public PrivateKey getPrivateKey(String alias) {
        return null;
      }
    };
  }
}
