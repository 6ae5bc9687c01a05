package io.fleettelemetry.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.server.tls.VehicleTls.Loading;
import io.fleettelemetry.server.tls.VehicleTls.Reloading.Reloaded;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.MutableClock;
import io.fleettelemetry.testing.TestPki;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long what is in use lasts, as metrics and as warnings. */
class CertificateEndsTest {

  /** Before the end of most built-in authorities, and after that of Tesla Issuing CA. */
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final String BUILT_IN = "Tesla Issuing CA";

  @TempDir private Path dir;
  private final MutableClock clock = new MutableClock(NOW);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LogCapture logs = LogCapture.of("io.fleettelemetry.server.tls", Level.WARN);
  private final Credential authority = authority(100);
  private TlsFixture files;
  private VehicleTls tls;

  @BeforeEach
  void writeFiles() {
    files = new TlsFixture(dir, server(50), authority);
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private static Instant inDays(double days) {
    return NOW.plus(Duration.ofHours(Math.round(days * 24)));
  }

  private static Credential authority(double days) {
    return TestPki.certificate("Own").authority().valid(inDays(-500), inDays(days)).selfSigned();
  }

  private Credential server(double days) {
    return TestPki.certificate("localhost")
        .serverAuth()
        .valid(inDays(-500), inDays(days))
        .issuedBy(authority);
  }

  private void load() {
    tls =
        assertInstanceOf(
                Loading.Loaded.class,
                VehicleTls.load(
                    files.tls(),
                    files.access(),
                    new Metrics(registry, Set.of(), Set.of()),
                    TlsEngine.JDK,
                    clock))
            .tls();
  }

  private Map<String, Double> days(String certificate) {
    Map<String, Double> days = new TreeMap<>();
    for (Gauge gauge :
        registry
            .find("fleet_telemetry_certificate_days_left")
            .tag("certificate", certificate)
            .gauges()) {
      days.put(gauge.getId().getTag("name"), gauge.value());
    }
    return days;
  }

  private void writeList(double days) {
    files.revocationLists(
        TestPki.revocationList(authority).updates(inDays(-500), inDays(days)).sign());
  }

  @Test
  void daysAreCountedToTheirFractionAndBelowZero() {
    writeList(30.5);
    load();
    assertEquals(Map.of("localhost", 50.0), days("server"));
    assertEquals(Map.of("Own", 30.5), days("crl"));
    assertEquals(100, days("anchor").get("Own"));
    assertEquals(15, days("anchor").size());
    assertTrue(days("anchor").get(BUILT_IN) < -500);
    clock.advance(Duration.ofDays(31));
    assertEquals(Map.of("Own", -0.5), days("crl"));
  }

  @Test
  void daysFollowAReload() {
    load();
    files.server(
        TestPki.certificate("renewed")
            .serverAuth()
            .valid(inDays(-1), inDays(90))
            .issuedBy(authority));
    assertEquals(new Reloaded(true, false, List.of()), tls.reload(files.tls(), files.access()));
    assertEquals(Map.of("renewed", 90.0), days("server"));
  }

  @Test
  void anAuthorityThatWasRenewedUnderItsNameIsThereTwice() {
    Credential renewed = authority(1000);
    files.authorities(authority, renewed);
    load();
    assertEquals(100, days("anchor").get("Own until " + inDays(100)));
    assertEquals(1000, days("anchor").get("Own until " + inDays(1000)));
    assertEquals(16, days("anchor").size());
  }

  @Test
  void warnsAtTheStartOfWhatEndsWithinThreeWeeks() {
    writeList(20.5);
    files.server(server(21.5));
    load();
    assertEquals(1, logs.named("certificate_ends_soon").size());
    Map<String, Object> line = LogCapture.fields(logs.named("certificate_ends_soon").get(0));
    assertEquals("crl", line.get("certificate"));
    assertEquals("Own", line.get("name"));
    assertEquals(20.5, line.get("days_left"));
    assertEquals(inDays(20.5), line.get("ends"));
  }

  @Test
  void warnsWhenAskedUntilItIsReplaced() {
    writeList(100);
    load();
    assertEquals(List.of(), logs.named("certificate_ends_soon"));
    clock.advance(Duration.ofDays(40));
    tls.warnOfEnds();
    tls.warnOfEnds();
    assertEquals(2, logs.named("certificate_ends_soon").size());
    clock.advance(Duration.ofDays(15));
    logs.clear();
    tls.warnOfEnds();
    assertEquals(
        -5.0,
        LogCapture.fields(logs.named("certificate_ends_soon").get(0)).get("days_left"),
        "over is worth a line too");
    files.server(server(90));
    assertEquals(new Reloaded(true, false, List.of()), tls.reload(files.tls(), files.access()));
    logs.clear();
    tls.warnOfEnds();
    assertEquals(List.of(), logs.named("certificate_ends_soon"));
  }

  @Test
  void aBuiltInAuthorityIsWorthALineOnlyBeforeItsEnd() {
    load();
    Instant end = NOW.plus(Duration.ofSeconds(Math.round(days("anchor").get(BUILT_IN) * 86_400)));
    clock.set(end.minus(Duration.ofDays(20)));
    tls.warnOfEnds();
    assertTrue(namesWarnedOf().contains(BUILT_IN), logs.events()::toString);
    logs.clear();
    clock.set(end.plus(Duration.ofDays(1)));
    tls.warnOfEnds();
    assertEquals(false, namesWarnedOf().contains(BUILT_IN));
  }

  private List<Object> namesWarnedOf() {
    return logs.named("certificate_ends_soon").stream()
        .map(LogCapture::fields)
        .map(line -> line.get("name"))
        .toList();
  }
}
