package io.fleettelemetry.server.tls;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.server.tls.VehicleTls.Loading;
import io.fleettelemetry.server.tls.VehicleTls.Loading.Loaded;
import io.fleettelemetry.server.tls.VehicleTls.Loading.Refused;
import io.fleettelemetry.testing.KeyFormats;
import io.fleettelemetry.testing.TestPki;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.openssl.PKCS8Generator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VehicleTlsTest {

  private static final Credential AUTHORITY = TestPki.authority("Root");
  private static final Credential EC = TestPki.server(AUTHORITY);
  private static final Credential RSA = TestPki.rsaServer(AUTHORITY);

  @TempDir private Path dir;
  private Path certificate;
  private Path key;
  private Path caFile;

  @BeforeEach
  void writeFiles() {
    certificate = TestPki.writeCertificates(dir.resolve("server.pem"), EC);
    key = TestPki.writeKey(dir.resolve("server.key"), EC.key());
    caFile = TestPki.writeCertificates(dir.resolve("ca.pem"), AUTHORITY);
  }

  private TlsConfig config() {
    return new TlsConfig(
        certificate,
        key,
        Optional.of(caFile),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false,
        true);
  }

  private Loading load() {
    return VehicleTls.load(
        config(),
        Listener.ANYBODY,
        new Metrics(new SimpleMeterRegistry(), Set.of(), Set.of()),
        TlsEngine.best(),
        Clock.systemUTC());
  }

  private void assertLoaded() {
    Loading loading = load();
    assertInstanceOf(Loaded.class, loading, loading::toString);
  }

  private void assertRefused(String path, Path file, String ruleStart) {
    List<Problem> problems = assertInstanceOf(Refused.class, load()).problems();
    assertEquals(1, problems.size(), problems::toString);
    assertEquals(path, problems.get(0).path());
    assertEquals(file.toString(), problems.get(0).value());
    assertTrue(problems.get(0).rule().startsWith(ruleStart), problems.get(0)::rule);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Problems check(Instant now) {
    Problems problems = new Problems();
    VehicleTls.check(config(), Listener.ANYBODY, Clock.fixed(now, ZoneOffset.UTC), problems);
    return problems;
  }

  @Test
  void theCheckReportsWhatIsInTheFiles() {
    write(certificate, "none");
    write(key, "none");
    write(caFile, "none");
    Problems problems = check(Instant.now());
    assertEquals(
        List.of("tls.server_cert", "tls.server_key", "tls.ca_file"),
        problems.errors().stream().map(Problem::path).toList());
    assertEquals(List.of(), problems.warnings());
  }

  @Test
  void theCheckPassesOverFilesThatAreMissing() {
    certificate = Path.of("");
    assertEquals(List.of(), check(Instant.now()).errors());
    key = Path.of("");
    assertEquals(List.of(), check(Instant.now()).errors());
  }

  @Test
  void theCheckWarnsWhileTheCertificateIsNotValidForLong() {
    Instant begin = EC.certificate().getNotBefore().toInstant();
    Instant end = EC.certificate().getNotAfter().toInstant();
    assertWarning("its first certificate is valid only from " + begin, begin.minusSeconds(1));
    assertWarning("its first certificate ends soon, at " + end, end.minus(Duration.ofDays(20)));
    assertWarning("its first certificate ended at " + end, end.plusSeconds(1));
  }

  @Test
  void theCheckIsContentWithAPairThatIsValidForWeeks() {
    Instant end = EC.certificate().getNotAfter().toInstant();
    Credential longer =
        TestPki.certificate("localhost")
            .serverAuth()
            .valid(end.minus(Duration.ofDays(60)), end)
            .issuedBy(AUTHORITY);
    TestPki.writeCertificates(certificate, longer);
    TestPki.writeKey(key, longer.key());
    Problems problems = check(end.minus(Duration.ofDays(22)));
    assertEquals(List.of(), problems.errors());
    assertEquals(List.of(), problems.warnings());
  }

  private void assertWarning(String rule, Instant now) {
    Problems problems = check(now);
    assertEquals(List.of(), problems.errors());
    assertEquals(
        List.of(new Problem("tls.server_cert", certificate.toString(), rule)), problems.warnings());
  }

  @Test
  void loadsEveryKeyFormat() {
    assertLoaded();
    write(key, TestPki.traditional(EC.key()));
    assertLoaded();
    write(
        key,
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + TestPki.traditional(EC.key()));
    assertLoaded();
    write(key, KeyFormats.traditional(EC.key()));
    assertLoaded();
    TestPki.writeCertificates(certificate, RSA);
    write(key, TestPki.pkcs8(RSA.key()));
    assertLoaded();
    write(key, TestPki.traditional(RSA.key()).replace("\n", "\r\n"));
    assertLoaded();
  }

  @Test
  void loadsCertificatesAndKeyFromOneFileAndBetweenText() throws IOException {
    write(
        certificate,
        "Subject: a name with \u00fc\n"
            + Files.readString(key)
            + "Issuer: another\n"
            + Files.readString(certificate));
    key = certificate;

    assertLoaded();
  }

  @Test
  void loadsChainThatIsNotInOrder() {
    Credential issuing = TestPki.intermediate("Issuing", AUTHORITY);
    Credential server = TestPki.server(issuing);
    X509Certificate unrelated = TestPki.authority("Other").certificate();
    TestPki.writeCertificates(certificate, server.certificate(), unrelated, issuing.certificate());
    TestPki.writeKey(key, server.key());

    assertLoaded();
  }

  @Test
  void refusesKeyOfAnotherCertificate() {
    TestPki.writeKey(key, TestPki.server(AUTHORITY).key());
    assertRefused(
        "tls.server_key", key, "does not belong to the first certificate of tls.server_cert");
    write(key, TestPki.traditional(TestPki.server(AUTHORITY).key()));
    assertRefused(
        "tls.server_key", key, "does not belong to the first certificate of tls.server_cert");
  }

  @Test
  void refusesKeyOfAnotherKind() {
    String rule =
        "must be the EC key of the first certificate of tls.server_cert: it is of the kind RSA";
    write(key, TestPki.pkcs8(RSA.key()));
    assertRefused("tls.server_key", key, rule);
    write(key, TestPki.traditional(RSA.key()));
    assertRefused("tls.server_key", key, rule);
  }

  @Test
  void refusesKeyFileWithoutOneKeyToUse() {
    char[] password = "secret".toCharArray();
    write(
        key,
        KeyFormats.pkcs8(
            EC.key(), PKCS8Generator.AES_256_CBC, PKCS8Generator.PRF_HMACSHA256, password));
    assertRefused("tls.server_key", key, "the private key is encrypted");
    write(key, KeyFormats.traditional(EC.key(), "AES-256-CBC", password));
    assertRefused("tls.server_key", key, "the private key is encrypted");
    write(key, "-----BEGIN PRIVATE KEY-----\nA*A\n-----END PRIVATE KEY-----");
    assertRefused("tls.server_key", key, "must hold a private key in PEM: it is broken");
    write(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
    assertRefused("tls.server_key", key, "must hold a private key in PEM: it is broken");
    TestPki.writeCertificates(key, EC);
    assertRefused("tls.server_key", key, "must hold a private key in PEM: there is no ");
  }

  @Test
  void refusesCertificateFileWithoutCertificates() {
    TestPki.writeKey(certificate, EC.key());
    assertRefused("tls.server_cert", certificate, "must hold at least one CERTIFICATE block");
    write(certificate, "nothing here");
    assertRefused("tls.server_cert", certificate, "must be a PEM file");
    write(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
    assertRefused("tls.server_cert", certificate, "certificate 1 is broken: ");
  }

  @Test
  void refusesCaFileWithoutCertificates() {
    TestPki.writeKey(caFile, EC.key());
    assertRefused("tls.ca_file", caFile, "must hold at least one CERTIFICATE block");
    write(caFile, "");
    assertRefused("tls.ca_file", caFile, "must be a PEM file");
  }

  @Test
  void reportsAllProblemsTogether() throws IOException {
    Files.delete(certificate);
    Files.delete(key);
    Files.delete(caFile);

    List<Problem> problems = assertInstanceOf(Refused.class, load()).problems();

    assertEquals(
        List.of("tls.server_cert", "tls.server_key", "tls.ca_file"),
        problems.stream().map(Problem::path).toList());
    assertTrue(
        problems.stream().allMatch(problem -> problem.rule().startsWith("cannot be read: ")),
        problems::toString);
  }

  @Test
  void optionsAreThoseOfTheProtocol() {
    HttpServerOptions options =
        assertInstanceOf(Loaded.class, load()).tls().serverOptions("127.0.0.1", 4443);

    assertAll(
        () -> assertEquals("127.0.0.1", options.getHost()),
        () -> assertEquals(4443, options.getPort()),
        () -> assertTrue(options.isSsl()),
        () -> assertEquals(ClientAuth.REQUIRED, options.getClientAuth()),
        () ->
            assertEquals(
                Set.of("TLSv1.2", "TLSv1.3"), options.getEnabledSecureTransportProtocols()),
        () -> assertFalse(options.isUseAlpn()),
        () -> assertFalse(options.getPerMessageWebSocketCompressionSupported()),
        () -> assertFalse(options.getPerFrameWebSocketCompressionSupported()));
  }
}
