package io.fleettelemetry.server.tls;

import static io.fleettelemetry.server.tls.Handshakes.AUTHORITY;
import static io.fleettelemetry.server.tls.Handshakes.FAR_AHEAD;
import static io.fleettelemetry.server.tls.Handshakes.LONG_AGO;
import static io.fleettelemetry.server.tls.Handshakes.NOW;
import static io.fleettelemetry.server.tls.Handshakes.SERVER;
import static io.fleettelemetry.server.tls.Handshakes.authority;
import static io.fleettelemetry.server.tls.Handshakes.client;
import static io.fleettelemetry.server.tls.Handshakes.vehicle;
import static io.fleettelemetry.server.tls.Handshakes.visit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.auth.DeviceIdentities;
import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.auth.Verification.Trusted;
import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.MutableClock;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Certificates at the handshake, over real sockets, on both engines and both protocol versions. In
 * TLS 1.3 a refused client believes for a while that it is connected, so what the server says
 * counts.
 */
class HandshakeIT {

  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

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

  private static void assertRefused(
      TlsEngine engine, String protocol, Credential client, String reason, String detail) {
    try (Listener listener = listener(engine)) {
      visit(client(client), protocol, listener.port());

      Map<String, Object> line = listener.awaitLine(reason);
      assertEquals(detail, line.get("reason"));
      assertTrue(line.get("remote_address").toString().startsWith("127.0.0.1:"), line::toString);
      assertEquals(
          client.certificate().getSubjectX500Principal().getName(),
          line.get("certificate_subject"));
      assertEquals(
          client.certificate().getIssuerX500Principal().getName(), line.get("certificate_issuer"));
      assertEquals(0, listener.count("succeeded", ""));
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void acceptsVehicle(TlsEngine engine, String protocol) throws Exception {
    Credential vehicle = vehicle("5YJ30000000000001").issuedBy(AUTHORITY);
    try (Listener listener = listener(engine)) {
      visit(client(vehicle), protocol, listener.port());

      Trusted trusted = assertInstanceOf(Trusted.class, listener.atUpgrade());
      assertEquals(DeviceIdentities.identify(vehicle.certificate()), trusted.identification());
      listener.awaitCount("succeeded", "");
      assertEquals(List.of(), listener.lines());
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void acceptsIntermediatesAndSparesTheIdentityOfTheRest(TlsEngine engine, String protocol)
      throws Exception {
    Credential issuing = authority("Tesla Motors Product Issuing CA").issuedBy(AUTHORITY);
    Credential vehicle = vehicle("device-1").issuedBy(issuing);
    Credential other = vehicle("5YJ30000000000001").issuedBy(AUTHORITY);
    try (Listener listener = listener(engine)) {
      visit(client(vehicle.sending(other.certificate())), protocol, listener.port());

      Trusted trusted = assertInstanceOf(Trusted.class, listener.atUpgrade());
      assertEquals(DeviceIdentities.identify(vehicle.certificate()), trusted.identification());
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void servesWithRsaKey(TlsEngine engine, String protocol, @TempDir Path rsaDir) throws Exception {
    TlsConfig rsa = Listener.config(rsaDir, TestPki.rsaServer(AUTHORITY), AUTHORITY);
    try (Listener listener = new Listener(vertx, rsa, engine, new MutableClock(NOW))) {
      visit(client(vehicle("device-1").issuedBy(AUTHORITY)), protocol, listener.port());

      assertInstanceOf(Trusted.class, listener.atUpgrade());
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void refusesSelfSigned(TlsEngine engine, String protocol) {
    assertRefused(
        engine,
        protocol,
        vehicle("device-1").selfSigned(),
        "unknown_authority",
        "unknown authority device-1: the certificate is self-signed");
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void refusesForeignAuthority(TlsEngine engine, String protocol) {
    assertRefused(
        engine,
        protocol,
        vehicle("device-1").issuedBy(authority("Foreign").selfSigned()),
        "unknown_authority",
        "unknown authority Foreign");
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void refusesExpired(TlsEngine engine, String protocol) {
    assertRefused(
        engine,
        protocol,
        vehicle("device-1").valid(LONG_AGO, YESTERDAY).issuedBy(AUTHORITY),
        "expired",
        "expired on " + YESTERDAY);
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void refusesNotYetValid(TlsEngine engine, String protocol) {
    assertRefused(
        engine,
        protocol,
        vehicle("device-1").valid(TOMORROW, FAR_AHEAD).issuedBy(AUTHORITY),
        "not_yet_valid",
        "not valid before " + TOMORROW);
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void refusesServerCertificate(TlsEngine engine, String protocol) {
    assertRefused(
        engine,
        protocol,
        TestPki.certificate("device-1").valid(LONG_AGO, FAR_AHEAD).serverAuth().issuedBy(AUTHORITY),
        "not_a_client_certificate",
        "not a client certificate: the extended key usage of device-1 lacks clientAuth");
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void refusesForgedLeafBeforeGenuineChain(TlsEngine engine, String protocol) {
    Credential genuine = vehicle("5YJ30000000000001").issuedBy(AUTHORITY);
    assertRefused(
        engine,
        protocol,
        vehicle("device-1").selfSigned().sending(genuine.certificate(), AUTHORITY.certificate()),
        "unknown_authority",
        "unknown authority device-1: the certificate is self-signed");
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void refusesCertificateWithoutItsKey(TlsEngine engine, String protocol) {
    Credential stolen = vehicle("5YJ30000000000001").issuedBy(AUTHORITY);
    Credential thief = new Credential(vehicle("thief").selfSigned().key(), stolen.chain());
    try (Listener listener = listener(engine)) {
      visit(client(thief), protocol, listener.port());

      Map<String, Object> line = listener.awaitLine("not_the_key");
      assertTrue(
          line.get("reason")
              .toString()
              .startsWith("the client does not have the key of its certificate: "),
          line::toString);
      assertEquals("CN=5YJ30000000000001", line.get("certificate_subject"));
      assertEquals(0, listener.count("succeeded", ""));
    }
  }

  @ParameterizedTest
  @MethodSource("io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols")
  void resumedSessionIsVerifiedAgain(TlsEngine engine, String protocol) throws Exception {
    MutableClock clock = new MutableClock(NOW);
    Credential issuing = authority("Tesla Motors Product Issuing CA").issuedBy(AUTHORITY);
    Credential vehicle = vehicle("device-1").valid(LONG_AGO, TOMORROW).issuedBy(issuing);
    SSLContext client = client(vehicle);
    try (Listener listener = new Listener(vertx, config, engine, clock)) {
      visit(client, protocol, listener.port());
      assertInstanceOf(Trusted.class, listener.atUpgrade());

      clock.set(TOMORROW.plusSeconds(1));
      visit(client, protocol, listener.port());

      // A full handshake would have been refused: that there is a request shows the resumption.
      assertEquals(new Rejected(Reason.EXPIRED, "expired on " + TOMORROW), listener.atUpgrade());
      assertEquals(List.of(), listener.lines());
    }
  }
}
