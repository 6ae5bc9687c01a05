package io.fleettelemetry.server.tls;

import static io.fleettelemetry.server.tls.Handshakes.visit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Trusted;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients whose certificate is good and who may not connect: revoked, denied, and not allowed. They
 * are refused at a full handshake.
 */
class RefusedClientsIT {

  private static final String ENGINES =
      "io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols";
  private static final Credential AUTHORITY = TestPki.authority("TeslaMotors");
  private static final Credential SERVER = TestPki.server(AUTHORITY);

  private static Vertx vertx;

  @TempDir private Path dir;
  private final Credential vehicle = TestPki.vehicle("VIN1", AUTHORITY);
  private final SSLContext client = TestPki.clientContext(vehicle, AUTHORITY.certificate());
  private TlsFixture files;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @BeforeEach
  void writeFiles() {
    files = new TlsFixture(dir, SERVER, AUTHORITY);
  }

  private void revoke() {
    files.revocationLists(TestPki.revocationList(AUTHORITY).revoke(vehicle.certificate()).sign());
  }

  private void assertRefusedAtTheHandshake(TlsEngine engine, String protocol, Reason reason) {
    try (Listener listener = new Listener(vertx, files, engine)) {
      visit(client, protocol, listener.port());
      listener.awaitLine(reason.name().toLowerCase(Locale.ROOT));
      assertEquals(0, listener.count("succeeded", ""));
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void refusesARevokedOne(TlsEngine engine, String protocol) {
    revoke();
    assertRefusedAtTheHandshake(engine, protocol, Reason.REVOKED);
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void refusesADeniedOne(TlsEngine engine, String protocol) {
    files.denied("VIN1");
    assertRefusedAtTheHandshake(engine, protocol, Reason.DENIED);
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void refusesOneThatIsNotAllowed(TlsEngine engine, String protocol) {
    files.allowed("VIN2");
    assertRefusedAtTheHandshake(engine, protocol, Reason.NOT_ALLOWED);
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void letsOneWithoutIdentityShakeHandsWhateverTheListsSay(TlsEngine engine, String protocol)
      throws Exception {
    files.allowed("VIN2");
    files.denied("VIN1");
    Credential issuing = TestPki.intermediate("Some Other CA", AUTHORITY);
    SSLContext unidentified =
        TestPki.clientContext(TestPki.vehicle("VIN1", issuing), AUTHORITY.certificate());
    try (Listener listener = new Listener(vertx, files, engine)) {
      visit(unidentified, protocol, listener.port());
      assertInstanceOf(Trusted.class, listener.atUpgrade());
    }
  }

  /** The alert may be lost when the server closes while the client still writes. */
  @Test
  void tellsARevokedOneSoOnBoringSsl() {
    revoke();
    try (Listener listener = new Listener(vertx, files, TlsEngine.BORINGSSL)) {
      Awaitility.await()
          .until(
              () -> refusal(listener.port()), message -> message.contains("certificate_revoked"));
    }
  }

  private String refusal(int port) {
    try (SSLSocket socket = Handshakes.connect(client, "TLSv1.3", port)) {
      socket.startHandshake();
      return "answered " + socket.getInputStream().read();
    } catch (IOException refusal) {
      return String.valueOf(refusal.getMessage());
    }
  }
}
