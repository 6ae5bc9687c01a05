package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.cli.show.OutputFormat;
import io.fleettelemetry.cli.show.Show;
import io.fleettelemetry.cli.show.ShowRequest;
import io.fleettelemetry.cli.show.SignalFields;
import io.fleettelemetry.config.ConfigCheck;
import io.fleettelemetry.dispatch.file.RecordFilter;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.StoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ShowCommandTest {

  private static final String FIRST = "2025-11-24/160000-000";
  private static final String SECOND = "2025-11-24/170000-000";
  private static final String THIRD = "2025-11-25/000000-000";

  @TempDir Path store;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();
  private CompletableFuture<Integer> following = CompletableFuture.completedFuture(0);

  @AfterEach
  void stop() {
    stopRequest.complete(null);
    following.join();
  }

  @Test
  void whatIsShownIsWhatIsAskedFor() {
    files().numbered(FIRST, 1, 2).records(SECOND, RecordBuilder.v().build());
    files().records(THIRD, RecordBuilder.alerts().vin("A").build());
    assertEquals(List.of("1", "2", "My Vehicle", "42.5", ""), shown(""));
    assertEquals(List.of("My Vehicle", "42.5", ""), shown("--last 2"));
    assertEquals(List.of("42.5"), shown("--field vehicleSPEED"));
    assertEquals(List.of("1", "2", "42.5"), shown("--field VehicleSpeed --field 5 --type V"));
    assertEquals(List.of("2"), shown("--field Odometer --last 1"));
    assertEquals(List.of("1", "2", "My Vehicle", "42.5"), shown("--type V"));
    assertEquals(List.of(""), shown("--vin A"));
    assertEquals(List.of(""), shown("--vin A --vin B --type alerts --type errors"));
    assertEquals("", text(err));
  }

  @Test
  void whenItWasReceived() {
    Instant now = Instant.now();
    files().records(FIRST, at(now.minusSeconds(86_400), 1), at(now.minusSeconds(3600), 2));
    files().records(FIRST, at(now.minusSeconds(60), 3));
    assertEquals(List.of("2", "3"), shown("--since 2h"));
    assertEquals(List.of("1", "2"), shown("--until 30m"));
    assertEquals(List.of("2"), shown("--since 2h --until 30m"));
    assertEquals(List.of("2", "3"), shown("--since " + now.minusSeconds(7200)));
    assertEquals(List.of("1"), shown("--until 2h --since 2d --last 5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--last 0| --last: 0 — must be a whole number from 1 to 1000000",
        "--last 1000001| --last: 1000001 — must be a whole number from 1 to 1000000",
        "--last 2147483648| --last: 2147483648 — must be a whole number from 1 to 1000000",
        "--last x| --last: x — must be a whole number from 1 to 1000000",
        "--format xml| Invalid value for option '--format': expected one of [TABLE, JSON, CSV]"
            + " (case-insensitive) but was 'xml'",
        "--field Sok| --field: Sok — is no signal; the nearest one is Soc",
        "--field Soc --type alerts| --field: Soc — signals are in records of type V, which --type"
            + " leaves out",
        "--since 15x| --since: 15x — must be an instant (2026-11-24T16:00:00Z), a local date"
            + " (2026-11-24) or date and time (2026-11-24T16:00), or a time back from now in s, m,"
            + " h or d (15m)",
        "--until then| --until: then — must be an instant (2026-11-24T16:00:00Z), a local date"
            + " (2026-11-24) or date and time (2026-11-24T16:00), or a time back from now in s, m,"
            + " h or d (15m)",
        "--since 1h --until 2h| --since: 1h — must not be after --until 2h",
        "--follow --until 2026-11-24| --until: 2026-11-24 — cannot be given with --follow, which"
            + " has no end",
        "--colour red| Unknown options: '--colour', 'red'",
      })
  void anOptionThatIsWrong(String options, String message) {
    assertEquals(ExitStatus.USAGE, execute("show " + store + " " + options));
    assertEquals("fleet-telemetry: " + message, text(err).lines().findFirst().orElse(""));
    assertEquals("", text(out));
  }

  @Test
  void noDirectory() {
    assertEquals(ExitStatus.USAGE, execute("show"));
    assertEquals(
        "fleet-telemetry: Missing required parameter: 'DIRECTORY'",
        text(err).lines().findFirst().orElse(""));
  }

  @Test
  void aDirectoryThatIsNotThere() {
    Path nowhere = store.resolve("nowhere");
    assertEquals(ExitStatus.USAGE, execute("show " + nowhere));
    assertEquals(
        "fleet-telemetry: DIRECTORY: " + nowhere + " — there is no such directory",
        text(err).strip());
  }

  @Test
  void aFileInPlaceOfADirectory() throws IOException {
    Path file = Files.writeString(store.resolve("file"), "");
    assertEquals(ExitStatus.USAGE, execute("show " + file));
    assertTrue(text(err).contains("there is no such directory"), text(err));
  }

  @Test
  void aDirectoryWithoutRecords() {
    assertEquals(ExitStatus.OK, execute("show " + store));
    assertEquals(
        "fleet-telemetry: DIRECTORY: "
            + store
            + " — has no records yet; those of a store are in directories such as 2026-11-24",
        text(err).strip());
    assertEquals("", text(out));
  }

  @Test
  void noRecordThatMatches() {
    files().numbered(FIRST, 1, 1);
    assertEquals(ExitStatus.OK, execute("show " + store + " --vin nobody"));
    assertEquals(
        "fleet-telemetry: DIRECTORY: " + store + " — has no record that matches",
        text(err).strip());
  }

  @Test
  void damagedLinesAreToldOfOnceAndCounted() {
    files().text(FIRST, "damaged\n").numbered(FIRST, 1, 1).text(FIRST, "{}\n{}\n");
    assertEquals(ExitStatus.OK, execute("show " + store));
    assertEquals(
        List.of(
            "fleet-telemetry: %s — line 1 is no JSON object; it is left out"
                .formatted(files().plain(FIRST)),
            "fleet-telemetry: 3 damaged lines in all are left out"),
        text(err).lines().toList());
  }

  @Test
  void aFileThatIsCutShortIsToldOf() throws IOException {
    files().numbered(FIRST, 1, 1).compress(FIRST).numbered(SECOND, 2, 2);
    Path first = files().compressed(FIRST);
    StoreFiles.cut(first, Files.size(first) / 2);
    assertEquals(List.of("2"), shown(""));
    assertTrue(
        text(err)
            .startsWith("fleet-telemetry: " + first + " — is damaged or cut short after line 0 ("),
        text(err));
  }

  @Test
  void whatTheSystemRefusesToReadEndsInAFailure() throws IOException {
    Files.createDirectories(files().plain(FIRST));
    files().numbered(SECOND, 1, 1);
    assertEquals(ExitStatus.FAILED, execute("show " + store + " --format csv"));
    assertTrue(text(out).endsWith("Odometer,1\r\n"), text(out));
    assertTrue(
        text(err).startsWith("fleet-telemetry: " + files().plain(FIRST) + " — cannot be read: "),
        text(err));
  }

  @Test
  void aDirectoryThatGoesAwayEndsItWithItsName() throws IOException {
    follow("--follow");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> text(err).contains("has no records yet"));
    Files.delete(store);
    assertEquals(ExitStatus.FAILED, following.join());
    assertTrue(
        text(err).contains("fleet-telemetry: " + store + " — cannot be read: NoSuchFile"),
        text(err));
  }

  @Test
  void followsOverRotationCompressionAndDays() {
    files().numbered(FIRST, 1, 12);
    follow("--follow");
    awaitShown(3, 12);
    files().numbered(FIRST, 13, 13);
    awaitShown(3, 13);
    files().numbered(SECOND, 14, 14).compress(FIRST).numbered(SECOND, 15, 15);
    awaitShown(3, 15);
    files().numbered(SECOND, 16, 16).numbered(THIRD, 17, 17).compress(SECOND);
    awaitShown(3, 17);
    files().text(THIRD, "{\"vin\":\"A\",\"txtype\":\"x\",\"receivedat\":1,");
    files().text(THIRD, "\"txid\":\"tx/18\"}\n");
    awaitShown(3, 18);
    assertEnds(ExitStatus.OK);
    assertEquals("", text(err));
  }

  @Test
  void followsFromTheLastOnes() {
    files().numbered(FIRST, 1, 12);
    follow("--follow --last 2");
    awaitShown(11, 12);
    files().numbered(FIRST, 13, 15);
    awaitShown(11, 15);
    assertEnds(ExitStatus.OK);
  }

  @Test
  void followsFromAMoment() {
    files().numbered(FIRST, 1, 12);
    follow("--follow --since 2025-11-24T00:00:00Z");
    awaitShown(1, 12);
    assertEnds(ExitStatus.OK);
  }

  @Test
  void followsAStoreThatHasNothingYet() {
    follow("--follow");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> text(err).contains("has no records yet"));
    files().numbered(FIRST, 1, 2);
    awaitShown(1, 2);
    assertEnds(ExitStatus.OK);
  }

  @Test
  void endsWhenNobodyReadsAnyMore() {
    files().numbered(FIRST, 1, 3);
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertEquals(ExitStatus.OK, cli(new PrintStream(gone)).execute(arguments("--follow")));
    assertEquals("", text(err));
  }

  @Test
  void tellsThatAFileCouldNotBeWritten() {
    files().numbered(FIRST, 1, 3);
    PrintWriter full =
        new PrintWriter(Writer.nullWriter()) {
          @Override
          public boolean checkError() {
            return true;
          }
        };
    ShowRequest request =
        new ShowRequest(
            store,
            RecordFilter.ALL,
            SignalFields.ALL,
            0,
            false,
            OutputFormat.CSV,
            0,
            ZoneOffset.UTC,
            true);
    PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
    assertFalse(new Show(request, full, errors, stopRequest).run());
    assertEquals(
        "fleet-telemetry: standard output — cannot be written to; it is not complete",
        text(err).strip());
  }

  @Test
  void endsInTheMiddleWhenItIsAskedTo() {
    files().numbered(FIRST, 1, 3);
    stopRequest.complete(null);
    assertEquals(ExitStatus.OK, execute("show " + store + " --last 2"));
    assertEquals("", text(out) + text(err));
  }

  @Test
  void helpHasExamples() {
    assertEquals(ExitStatus.OK, execute("show --help"));
    assertTrue(text(out).contains("fleet-telemetry show records --follow"), text(out));
  }

  private StoreFiles files() {
    return new StoreFiles(store);
  }

  private static TelemetryRecord at(Instant received, int number) {
    return RecordBuilder.numbered(RecordBuilder.VIN, number)
        .createdAtSeconds(received.getEpochSecond())
        .build();
  }

  /** The values that CSV has of what is in the store. */
  private List<String> shown(String options) {
    out.reset();
    assertEquals(ExitStatus.OK, execute("show %s --format csv %s".formatted(store, options)));
    return text(out).lines().skip(1).map(row -> row.replaceFirst(".*,(started .*)?", "")).toList();
  }

  private void follow(String options) {
    String line = "show %s --format json %s".formatted(store, options);
    following = CompletableFuture.supplyAsync(() -> execute(line));
  }

  /** Waits until just the records of these numbers have been shown, in this order. */
  private void awaitShown(int from, int to) {
    List<String> expected = IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertEquals(
                    expected,
                    text(out)
                        .lines()
                        .map(line -> line.replaceFirst(".*\"txid\":\"[^/]*/(\\d+)\".*", "$1"))
                        .toList()));
  }

  private void assertEnds(int status) {
    stopRequest.complete(null);
    assertEquals(status, following.join());
  }

  private int execute(String line) {
    return cli(new PrintStream(out)).execute(line.strip().split(" +"));
  }

  private String[] arguments(String options) {
    return "show %s %s".formatted(store, options).split(" ");
  }

  private Cli cli(PrintStream output) {
    Application application =
        new Application(
            Map.of(),
            ConfigCheck.NONE,
            (log, listener) -> {},
            (loaded, source) -> null,
            stopRequest);
    return new Cli(application, output, new PrintStream(err));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
