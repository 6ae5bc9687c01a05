package io.fleettelemetry;

import static io.fleettelemetry.Reloader.Trigger.FILE;
import static io.fleettelemetry.Reloader.Trigger.SIGNAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.Reloader.Trigger;
import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.testing.LogCapture;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadReportTest {

  private static final List<String> NOTHING = List.of();
  private static final List<String> CERTIFICATE = List.of("certificate");
  private static final Problem HALF = new Problem("tls.server_cert", "cert", "is half");
  private static final Problem EMPTY = new Problem("tls.server_key", "key", "is empty");
  private static final Problem OLD = new Problem("rate_limit", "", "is of no use");
  private static final Problem NEW = new Problem("records", "", "routes nothing");

  @TempDir Path dir;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LogCapture logs = LogCapture.of("io.fleettelemetry", Level.INFO);
  private ReloadReport report;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(dir.resolve("cert"), "cert");
    report = new ReloadReport(loaded("", OLD), new Metrics(registry, Set.of("V"), Set.of()));
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private Loading.Loaded loaded(String members, Problem... warnings) {
    String config =
        """
        {%s "records": {"V": ["logger"]},
         "tls": {"server_cert": "%s/cert", "server_key": "%<s/cert"}}
        """
            .formatted(members, dir);
    Loading loading =
        new ConfigLoader(DispatcherCatalogue.builtIn().settingsReaders(), true)
            .read("test", config.getBytes(UTF_8), Map.of());
    Loading.Loaded loaded = assertInstanceOf(Loading.Loaded.class, loading, loading::toString);
    return new Loading.Loaded(loaded.config(), List.of(warnings), loaded.effective());
  }

  /** A configuration with some more members than the first one, and with the same warning. */
  private void taken(Trigger trigger, List<String> parts, String members) {
    taken(trigger, parts, loaded(members, OLD));
  }

  private void taken(Trigger trigger, List<String> parts, Loading.Loaded loaded) {
    report.taken(trigger, parts, loaded);
  }

  private void refused(Trigger trigger, String files, Problem problem) {
    report.refused(trigger, new Fingerprint(Map.of(Path.of("cert"), files)), List.of(problem));
  }

  /** These lines and no other since this was asked last. */
  private void assertTold(String... lines) {
    assertEquals(
        List.of(lines),
        logs.events().stream()
            .map(
                line ->
                    "%s %s %s"
                        .formatted(
                            line.getLevel(), line.getFormattedMessage(), LogCapture.fields(line)))
            .toList());
    logs.clear();
  }

  private static String reloaded(String trigger, List<String> changed) {
    return "INFO reloaded {trigger=%s, changed=%s}".formatted(trigger, changed);
  }

  private static String failed(String trigger, Problem problem) {
    return ("ERROR reload_failed {trigger=%s,"
            + " error=the configuration or a file that it names is refused, problems=[%s]}")
        .formatted(trigger, problem);
  }

  private static String restartNeeded(String keys) {
    return "WARN restart_needed {keys=[%s]}".formatted(keys);
  }

  private static String warning(Problem problem) {
    return "WARN config_warning {key=%s, rule=%s}".formatted(problem.path(), problem.rule());
  }

  private void assertCounted(Map<String, Double> outcomes) {
    assertEquals(
        outcomes,
        registry.find("fleet_telemetry_reloads_total").counters().stream()
            .filter(counter -> counter.count() > 0)
            .collect(
                Collectors.toMap(counter -> counter.getId().getTag("outcome"), Counter::count)));
  }

  @Test
  void aChangeIsTold() {
    taken(FILE, CERTIFICATE, "");
    assertTold(reloaded("file", CERTIFICATE));
    taken(SIGNAL, CERTIFICATE, "");
    assertTold(reloaded("signal", CERTIFICATE));
    assertCounted(Map.of("succeeded", 2.0));
  }

  @Test
  void aLookThatChangesNothingIsNotTold() {
    taken(FILE, NOTHING, "");
    assertTold();
    assertCounted(Map.of());
  }

  @Test
  void aSignalIsAnsweredAlsoWhenNothingChanged() {
    taken(SIGNAL, NOTHING, "");
    assertTold(reloaded("signal", NOTHING));
    taken(SIGNAL, NOTHING, "");
    assertTold(reloaded("signal", NOTHING));
    assertCounted(Map.of("unchanged", 2.0));
  }

  @Test
  void aFailureThatLooksSeeAgainIsToldOnce() {
    refused(FILE, "half", HALF);
    assertTold(failed("file", HALF));
    refused(FILE, "half", HALF);
    assertTold();
    assertCounted(Map.of("failed", 1.0));
  }

  @Test
  void aFailureIsToldAgainToWhoAsks() {
    refused(FILE, "half", HALF);
    assertTold(failed("file", HALF));
    refused(SIGNAL, "half", HALF);
    assertTold(failed("signal", HALF));
    refused(FILE, "half", HALF);
    assertTold();
    refused(SIGNAL, "half", HALF);
    assertTold(failed("signal", HALF));
    assertCounted(Map.of("failed", 3.0));
  }

  @Test
  void aFailureIsToldAgainWithOtherFilesOrForAnotherReason() {
    refused(FILE, "half", HALF);
    assertTold(failed("file", HALF));
    refused(FILE, "half, and some", HALF);
    assertTold(failed("file", HALF));
    refused(FILE, "half, and some", EMPTY);
    assertTold(failed("file", EMPTY));
    refused(FILE, "half", HALF);
    assertTold(failed("file", HALF));
    assertCounted(Map.of("failed", 4.0));
  }

  @Test
  void thatAllIsWellAgainIsToldOnceAlsoWhenAllIsAsItWas() {
    refused(FILE, "half", HALF);
    assertTold(failed("file", HALF));
    taken(FILE, NOTHING, "");
    assertTold(reloaded("file", NOTHING));
    taken(FILE, NOTHING, "");
    assertTold();
    assertCounted(Map.of("failed", 1.0, "unchanged", 1.0));
  }

  @Test
  void aFailureThatComesBackIsToldAgain() {
    refused(FILE, "half", HALF);
    taken(FILE, CERTIFICATE, "");
    assertTold(failed("file", HALF), reloaded("file", CERTIFICATE));
    refused(FILE, "half", HALF);
    assertTold(failed("file", HALF));
    assertCounted(Map.of("failed", 2.0, "succeeded", 1.0));
  }

  @Test
  void keysThatNeedARestartAreToldOnceAndToWhoAsks() {
    String members = "\"namespace\": \"x\", \"port\": 1, ";
    taken(FILE, NOTHING, members);
    assertTold(restartNeeded("namespace, port"));
    taken(FILE, CERTIFICATE, members);
    assertTold(reloaded("file", CERTIFICATE));
    taken(SIGNAL, NOTHING, members);
    assertTold(reloaded("signal", NOTHING), restartNeeded("namespace, port"));
  }

  @Test
  void otherKeysThatNeedARestartAreToldAndNoneAreNot() {
    taken(FILE, NOTHING, "\"port\": 1, ");
    assertTold(restartNeeded("port"));
    taken(FILE, NOTHING, "\"namespace\": \"x\", ");
    assertTold(restartNeeded("namespace"));
    taken(FILE, NOTHING, "");
    assertTold();
    taken(SIGNAL, NOTHING, "");
    assertTold(reloaded("signal", NOTHING));
    taken(FILE, NOTHING, "\"namespace\": \"x\", ");
    assertTold(restartNeeded("namespace"));
  }

  @Test
  void warningsAreToldWhenTheyAreNew() {
    taken(SIGNAL, NOTHING, loaded("", OLD));
    assertTold(reloaded("signal", NOTHING));
    taken(FILE, NOTHING, loaded("", OLD, NEW));
    assertTold(warning(NEW));
    taken(SIGNAL, NOTHING, loaded("", OLD, NEW));
    assertTold(reloaded("signal", NOTHING));
    taken(FILE, NOTHING, loaded("", NEW));
    assertTold();
    taken(FILE, NOTHING, loaded("", OLD, NEW));
    assertTold(warning(OLD));
  }

  @Test
  void aDefectIsToldAndCounted() {
    report.defect(new IllegalStateException("of the test"));
    assertEquals("of the test", logs.events().get(0).getThrowableProxy().getMessage());
    assertTold("ERROR reload_failed {}");
    assertCounted(Map.of("failed", 1.0));
  }
}
