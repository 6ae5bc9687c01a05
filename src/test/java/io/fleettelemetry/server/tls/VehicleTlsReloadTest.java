package io.fleettelemetry.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.auth.Verification;
import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.auth.Verification.Trusted;
import io.fleettelemetry.config.AccessConfig;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.server.tls.VehicleTls.Loading;
import io.fleettelemetry.server.tls.VehicleTls.Reloading;
import io.fleettelemetry.server.tls.VehicleTls.Reloading.Refused;
import io.fleettelemetry.server.tls.VehicleTls.Reloading.Reloaded;
import io.fleettelemetry.testing.MutableClock;
import io.fleettelemetry.testing.TestPki;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reading the files again says and does, without a connection. */
class VehicleTlsReloadTest {

  private static final Credential AUTHORITY = TestPki.authority("TeslaMotors");
  private static final Credential OTHER = TestPki.authority("Other");
  private static final Credential SERVER = TestPki.server(AUTHORITY);
  private static final Credential VEHICLE = TestPki.vehicle("VIN1", AUTHORITY);

  @TempDir private Path dir;
  private final MutableClock clock = new MutableClock(Instant.now());
  private TlsFixture files;
  private VehicleTls tls;

  @BeforeEach
  void load() {
    files = new TlsFixture(dir, SERVER, AUTHORITY);
    tls = assertInstanceOf(Loading.Loaded.class, loading()).tls();
  }

  private Loading loading() {
    return VehicleTls.load(
        files.tls(),
        files.access(),
        new Metrics(new SimpleMeterRegistry(), Set.of(), Set.of()),
        TlsEngine.JDK,
        clock);
  }

  private Reloading reload() {
    return tls.reload(files.tls(), files.access());
  }

  /** What a session of this client tells, as far as it is asked. */
  private Verification verify(Credential client) {
    return tls.verify(
        (SSLSession)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> client.chain().toArray(X509Certificate[]::new)));
  }

  private void assertReason(Reason reason, Credential client) {
    assertEquals(reason, assertInstanceOf(Rejected.class, verify(client)).reason());
  }

  /** Refused for one reason, and nothing of the rest was taken up. */
  private void assertRefused(String key, Path file, String rule) {
    long revision = tls.revision();
    Object keyPair = tls.sslOptions().getKeyCertOptions();
    List<Problem> problems = assertInstanceOf(Refused.class, reload()).problems();
    assertEquals(1, problems.size(), problems::toString);
    assertEquals(key, problems.get(0).path());
    assertEquals(file.toString(), problems.get(0).value());
    assertTrue(problems.get(0).rule().startsWith(rule), problems.get(0)::rule);
    assertEquals(revision, tls.revision());
    assertEquals(keyPair, tls.sslOptions().getKeyCertOptions());
    assertInstanceOf(Trusted.class, verify(VEHICLE));
    assertRefusedAtStart(key, file, rule);
  }

  private void assertRefusedAtStart(String key, Path file, String rule) {
    List<Problem> problems = assertInstanceOf(Loading.Refused.class, loading()).problems();
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).rule().startsWith(rule), problems.get(0)::rule);
    Problems checked = new Problems();
    VehicleTls.check(files.tls(), files.access(), clock, checked);
    assertEquals(problems, checked.errors());
    assertEquals(key, problems.get(0).path());
    assertEquals(file.toString(), problems.get(0).value());
  }

  @Test
  void filesThatAreTheSameChangeNothing() {
    assertInstanceOf(Trusted.class, verify(VEHICLE));
    files.server(SERVER);
    assertEquals(new Reloaded(false, false, List.of()), reload());
    assertEquals(0, tls.revision());
    assertInstanceOf(Trusted.class, verify(VEHICLE));
  }

  @Test
  void aNewCertificateIsForListeners() {
    Object before = tls.sslOptions().getKeyCertOptions();
    files.server(TestPki.server(AUTHORITY));
    assertEquals(new Reloaded(true, false, List.of()), reload());
    assertEquals(0, tls.revision());
    assertNotEquals(before, tls.sslOptions().getKeyCertOptions());
  }

  @Test
  void authoritiesCountAtOnce() {
    Credential other = TestPki.vehicle("VIN2", OTHER);
    assertReason(Reason.UNKNOWN_AUTHORITY, other);
    files.authorities(AUTHORITY, OTHER);
    assertEquals(new Reloaded(false, true, List.of()), reload());
    assertEquals(1, tls.revision());
    assertInstanceOf(Trusted.class, verify(other));
    files.authorities(OTHER);
    files.revocationLists(TestPki.revocationList(OTHER).sign());
    assertEquals(new Reloaded(false, true, List.of()), reload());
    assertEquals(2, tls.revision());
    assertReason(Reason.UNKNOWN_AUTHORITY, VEHICLE);
  }

  @Test
  void revocationCountsAtOnceAndMayEnd() {
    assertInstanceOf(Trusted.class, verify(VEHICLE));
    files.revocationLists(TestPki.revocationList(AUTHORITY).revoke(VEHICLE.certificate()).sign());
    assertEquals(new Reloaded(false, true, List.of()), reload());
    assertReason(Reason.REVOKED, VEHICLE);
    files.revocationLists(TestPki.revocationList(AUTHORITY).sign());
    assertEquals(new Reloaded(false, true, List.of()), reload());
    assertInstanceOf(Trusted.class, verify(VEHICLE));
    assertEquals(2, tls.revision());
  }

  @Test
  void listsOfDevicesCountAtOnce() {
    files.denied("vehicle_device.VIN1\n");
    assertEquals(new Reloaded(false, true, List.of()), reload());
    assertReason(Reason.DENIED, VEHICLE);
    files.denied("# nobody\n");
    files.allowed("VIN2\n");
    assertEquals(new Reloaded(false, true, List.of()), reload());
    assertReason(Reason.NOT_ALLOWED, VEHICLE);
    files.allowed("VIN2\nVIN1\n");
    assertEquals(new Reloaded(false, true, List.of()), reload());
    assertInstanceOf(Trusted.class, verify(VEHICLE));
    assertEquals(3, tls.revision());
  }

  @Test
  void whatIsOddInAFileIsAWarning() {
    files.denied("\"VIN1\",\n");
    Reloaded reloaded = assertInstanceOf(Reloaded.class, reload());
    assertEquals(
        List.of("denied_vins_file"), reloaded.warnings().stream().map(Problem::path).toList());
  }

  @Test
  void allowedInTheConfigurationAndInTheFileAreOneList() {
    files.allowed("VIN2\n");
    AccessConfig both =
        new AccessConfig(Set.of("VIN1"), Optional.of(files.allowed), Optional.empty());
    assertEquals(new Reloaded(false, true, List.of()), tls.reload(files.tls(), both));
    assertInstanceOf(Trusted.class, verify(VEHICLE));
    assertInstanceOf(Trusted.class, verify(TestPki.vehicle("VIN2", AUTHORITY)));
    assertReason(Reason.NOT_ALLOWED, TestPki.vehicle("VIN3", AUTHORITY));
  }

  @Test
  void aKeyThatIsNotTheCertificatesKeepsAll() {
    TestPki.writeCertificates(files.certificate, TestPki.server(AUTHORITY));
    files.denied("VIN1");
    assertRefused(
        "tls.server_key", files.key, "does not belong to the first certificate of tls.server_cert");
  }

  @Test
  void aBrokenFileKeepsAll() throws IOException {
    files.denied("VIN1");
    TlsFixture.write(files.caFile, "none");
    assertRefused("tls.ca_file", files.caFile, "must be a PEM file");
    files.authorities(AUTHORITY);
    TlsFixture.write(files.vehicleCaFile, "");
    assertRefused("tls.vehicle_ca_file", files.vehicleCaFile, "must be a PEM file");
    files.vehicleAuthorities(AUTHORITY);
    Files.write(files.denied, new byte[] {'V', (byte) 0xFF});
    assertRefused("denied_vins_file", files.denied, "cannot be read: it is not UTF-8");
    Files.delete(files.denied);
    assertRefused("denied_vins_file", files.denied, "cannot be read: there is no such file");
  }

  @Test
  void aFileWithoutAListThatCountsKeepsAll() {
    TestPki.writeCertificates(files.crlFile, AUTHORITY);
    assertRefused("tls.crl_file", files.crlFile, "must hold at least one X509 CRL block");
    files.revocationLists(TestPki.revocationList(TestPki.authority("TeslaMotors")).sign());
    assertRefused(
        "tls.crl_file",
        files.crlFile,
        "the list of TeslaMotors is not signed with that authority's key; get it from that authority again,"
            + " or take it out");
    files.revocationLists(
        TestPki.revocationList(AUTHORITY)
            .extension("2.5.29.27", true, (byte) 2, (byte) 1, (byte) 1)
            .sign());
    assertRefused("tls.crl_file", files.crlFile, "revocation list 1 is a delta list");
  }

  @Test
  void anEmptiedListOfAllowedDevicesKeepsAll() {
    files.allowed("VIN1\n");
    assertEquals(new Reloaded(false, true, List.of()), reload());
    files.allowed("# all gone\n\n");
    assertRefused(
        "allowed_vins_file",
        files.allowed,
        "must hold at least one VIN: an empty list would let nobody in");
  }

  @Test
  void aCertificateThatVehiclesWouldRefuseKeepsAll() {
    files.server(TestPki.server(OTHER));
    assertRefused(
        "tls.server_cert",
        files.certificate,
        "every vehicle would refuse it by the authorities of tls.vehicle_ca_file: "
            + "unknown authority Other");
  }

  @Test
  void authoritiesOfVehiclesAreHeldAgainstTheCertificateInUse() {
    files.vehicleAuthorities(OTHER);
    assertRefused(
        "tls.server_cert",
        files.certificate,
        "every vehicle would refuse it by the authorities of tls.vehicle_ca_file: "
            + "unknown authority TeslaMotors");
    files.vehicleAuthorities(OTHER, AUTHORITY);
    assertEquals(new Reloaded(false, false, List.of()), reload());
  }

  @Test
  void aCertificateThatEndedInUseKeepsNoRevocationOut() {
    Instant end = clock.instant().plus(Duration.ofDays(1));
    files.server(
        TestPki.certificate("localhost")
            .serverAuth()
            .valid(end.minus(Duration.ofDays(2)), end)
            .issuedBy(AUTHORITY));
    assertEquals(new Reloaded(true, false, List.of()), reload());
    clock.advance(Duration.ofDays(2));
    files.denied("VIN1");
    assertEquals(new Reloaded(false, true, List.of()), reload());
    assertRefusedAtStart(
        "tls.server_cert",
        files.certificate,
        "every vehicle would refuse it by the authorities of tls.vehicle_ca_file: expired on ");
  }
}
