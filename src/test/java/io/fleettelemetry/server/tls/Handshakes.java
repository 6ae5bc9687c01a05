package io.fleettelemetry.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.CertificateBuilder;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.provider.Arguments;

/** Clients of the listener, well-behaved and not, and the certificates they use. */
final class Handshakes {

  static final Instant NOW = Instant.parse("2026-11-24T16:35:01Z");
  static final Instant LONG_AGO = NOW.minus(Duration.ofDays(100));
  static final Instant FAR_AHEAD = NOW.plus(Duration.ofDays(100));
  static final Credential AUTHORITY = authority("TeslaMotors").selfSigned();
  static final Credential SERVER = TestPki.server(AUTHORITY);

  private Handshakes() {}

  /** Both; fails on a machine that has not got BoringSSL, rather than test half. */
  static List<TlsEngine> engines() {
    assertTrue(TlsEngine.BORINGSSL.isAvailable(), "tests need Linux on x86-64 or aarch64");
    return List.of(TlsEngine.values());
  }

  static List<Arguments> enginesAndProtocols() {
    List<Arguments> all = new ArrayList<>();
    for (TlsEngine engine : engines()) {
      all.add(Arguments.of(engine, "TLSv1.2"));
      all.add(Arguments.of(engine, "TLSv1.3"));
    }
    return all;
  }

  static CertificateBuilder authority(String name) {
    return TestPki.certificate(name).authority().valid(LONG_AGO, FAR_AHEAD);
  }

  static CertificateBuilder vehicle(String vin) {
    return TestPki.certificate(vin).valid(LONG_AGO, FAR_AHEAD).clientAuth();
  }

  static SSLContext client(Credential credential) {
    return TestPki.clientContext(credential, AUTHORITY.certificate());
  }

  /** Connects, sends a request and reads the first byte of the answer; any end will do. */
  static void visit(SSLContext context, String protocol, int port) {
    try (SSLSocket socket = connect(context, protocol, port)) {
      socket.startHandshake();
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().read();
    } catch (IOException refused) {
      // How it ends for the client differs between engines and protocol versions.
    }
  }

  static SSLSocket connect(SSLContext context, String protocol, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }

  static void send(byte[] bytes, int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes);
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A minimal ClientHello (RFC 5246, 7.4.1.2): one version, one cipher suite, no extension. */
  static byte[] clientHello(String version, String cipherSuite) {
    String body =
        version // client_version
            + "11".repeat(32) // random
            + "00" // session_id, empty
            + ("0002" + cipherSuite) // cipher_suites
            + "0100"; // compression_methods: null
    String handshake = "01" + HexFormat.of().toHexDigits(body.length() / 2, 6) + body;
    String record = "16" + "0301" + HexFormat.of().toHexDigits(handshake.length() / 2, 4);
    return HexFormat.of().parseHex(record + handshake);
  }
}
