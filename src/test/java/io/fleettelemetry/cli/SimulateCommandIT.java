package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.ConfigCheck;
import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.pki.Pem;
import io.fleettelemetry.simulator.AckSink;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands simulate and sink, against each other. */
@Timeout(120)
class SimulateCommandIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();
  private final CertificateAuthority authority =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));

  private int execute(String... arguments) {
    return execute(stopRequest, out, err, arguments);
  }

  private static int execute(
      CompletableFuture<Void> stopRequest,
      ByteArrayOutputStream out,
      ByteArrayOutputStream err,
      String... arguments) {
    Application application =
        new Application(
            Map.of(),
            ConfigCheck.NONE,
            (log, listener) -> {},
            (loaded, source) -> Future.failedFuture("no server here"),
            stopRequest);
    return new Cli(application, new PrintStream(out, true), new PrintStream(err, true))
        .execute(arguments);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  /** The options of an authority that the sink of {@link #sink} trusts and is signed by. */
  private String[] simulate(int port, String... options) throws Exception {
    authority.credential().write(Path.of(file("ca.crt")), Path.of(file("ca.key")));
    List<String> line =
        new ArrayList<>(List.of("simulate", "localhost:" + port, "--ca-cert", file("ca.crt")));
    line.addAll(List.of("--ca-key", file("ca.key")));
    line.addAll(List.of(options));
    return line.toArray(String[]::new);
  }

  private AckSink sink() throws Exception {
    return AckSink.start(
        new AckSink.Settings(
            "127.0.0.1",
            0,
            authority.server(List.of("localhost")),
            List.of(authority.certificate()),
            1));
  }

  @Test
  void aGoodRunIsReportedAndSucceeds() throws Exception {
    AckSink sink = sink();
    int status =
        execute(
            simulate(sink.port(), "--records", "50", "--rate", "500", "--acked", file("acked")));
    assertEquals(ExitStatus.OK, status, () -> text(out) + text(err));
    assertTrue(text(out).contains("acked          50 of 50 made"), text(out));
    assertEquals("", text(err));
    assertEquals(50, Files.readAllLines(Path.of(file("acked"))).size());
    sink.stop().toCompletableFuture().join();
  }

  @Test
  void asJsonNothingElseIsPrinted() throws Exception {
    AckSink sink = sink();
    int status =
        execute(
            simulate(
                sink.port(),
                "--duration",
                "2s",
                "--vehicles",
                "3",
                "--rate",
                "max",
                "--max-unacked",
                "4",
                "--progress",
                "1",
                "--format",
                "json"));
    assertEquals(ExitStatus.OK, status, () -> text(out) + text(err));
    JsonObject report = new JsonObject(text(out));
    assertTrue(report.getBoolean("ok"));
    assertEquals(3, report.getJsonObject("connections").getInteger("peak"));
    assertTrue(text(err).contains("3/3 connected"), text(err));
    sink.stop().toCompletableFuture().join();
  }

  @Test
  void aServerThatIsNotThereFailsTheRun() throws Exception {
    int status = execute(simulate(1, "--duration", "0s", "--vehicles", "2"));
    assertEquals(ExitStatus.FAILED, status);
    assertEquals("fleet-telemetry: failed: vehicles never connected: 2", text(err).strip());
    assertTrue(text(out).contains("not connected  "), text(out));
    assertTrue(text(out).contains(" × connection refused"), text(out));
  }

  @Test
  void theStopRequestEndsARunWithoutEnd() throws Exception {
    AckSink sink = sink();
    String[] line = simulate(sink.port());
    CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> execute(line));
    Awaitility.await().atMost(LIMIT).until(() -> sink.counts().records() > 0);
    stopRequest.complete(null);
    assertEquals(ExitStatus.OK, run.join(), () -> text(out) + text(err));
    sink.stop().toCompletableFuture().join();
  }

  @Test
  void throwAwayAuthoritiesOnBothSides() throws Exception {
    ByteArrayOutputStream listening = new ByteArrayOutputStream();
    CompletableFuture<Void> stopSink = new CompletableFuture<>();
    CompletableFuture<Integer> sink =
        CompletableFuture.supplyAsync(
            () ->
                execute(
                    stopSink,
                    listening,
                    err,
                    "sink",
                    "--port",
                    "0",
                    "--write-ca",
                    file("sink-ca.crt")));
    Pattern port = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
    Awaitility.await().atMost(LIMIT).until(() -> port.matcher(text(listening)).find());
    Matcher found = port.matcher(text(listening));
    assertTrue(found.find());
    int status =
        execute(
            "simulate",
            "127.0.0.1:" + found.group(1),
            "--server-ca",
            file("sink-ca.crt"),
            "--write-ca",
            file("vehicles.crt"),
            "--records",
            "20");
    assertEquals(ExitStatus.OK, status, () -> text(out) + text(err));
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> text(listening).contains("  20 records acked  0 other messages"));
    stopSink.complete(null);
    assertEquals(ExitStatus.OK, sink.join());
    assertEquals(
        "CN=TeslaMotors",
        Pem.certificates(Path.of(file("vehicles.crt"))).get(0).getSubjectX500Principal().getName());
  }

  @Test
  void whatIsRiskyIsSaid() {
    execute("simulate", "localhost:1", "--insecure", "--duration", "0s", "--vehicles", "1");
    assertTrue(text(err).contains("warning: --insecure — "), text(err));
    assertTrue(text(err).contains("warning: the vehicles' authority is a throw-away one"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--vehicles 0 | --vehicles: 0 — must be 1 to 100000",
        "--vehicles 5 --first-vehicle 999996 | --first-vehicle: 999996 — must be 0 to 999995",
        "--vin-prefix 5YJ-3 | --vin-prefix: 5YJ-3 — must be at most 11 letters and digits",
        "--rate -1 | Invalid value for option '--rate': -1 — must be 0 to 10000000, or max",
        "--rate much | Invalid value for option '--rate': much — must be 0 to 10000000, or max",
        "--duration 5 | Invalid value for option '--duration': 5 — must be a whole number followed by ms, s, m or h, such as 30s",
        "--records 0 | --records: 0 — must be 1 or more",
        "--max-unacked 0 | --max-unacked: 0 — must be 1 to 10000",
        "--store 31 | --store: 31 — must be 32 to 1000000",
        "--ramp-up 0 | --ramp-up: 0 — must be 1 to 100000",
        "--threads 65 | --threads: 65 — must be 1 to 64",
        "--reconnect-max 500ms | --reconnect-max: 500ms — must be 1s or more",
        "--progress 0 | --progress: 0 — must be 1 to 3600",
        "--ca-cert x.crt | --ca-key: missing — is required with --ca-cert",
        "--ca-key x.key | --ca-cert: missing — is required with --ca-key",
        "--source 127.0.0.1,here | Invalid value for option '--source' (ADDRESS): here — must be an IPv4 or IPv6 address",
        "--insecure --server-ca x.crt | --server-ca: x.crt — is of no use with --insecure",
        "--server-name a/b | --server-name: a/b — must be a DNS name, or an IPv4 or IPv6 address",
        "--server-pid 0 | --server-pid: 0 — must be 1 or more",
        "--warm-up soon | Invalid value for option '--warm-up': soon — must be a whole number followed by ms, s, m or h, such as 30s",
        "--reconnects 1001 | --reconnects: 1001 — must be 0 to 1000",
        "--at-once | --at-once: given — needs --reconnects 1 or more",
        "--tls 1.1 | Invalid value for option '--tls': 1.1 — must be 1.2 or 1.3",
        "--acks any | Invalid value for option '--acks': any — must be by-txid or in-order",
        "--format xml | Invalid value for option '--format': expected one of [text, json] (case-insensitive) but was 'xml'",
      })
  void anOptionThatIsWrong(String options, String message) {
    stopRequest.complete(null);
    assertEquals(ExitStatus.USAGE, execute(("simulate localhost:1 " + options).split(" ")));
    assertEquals("fleet-telemetry: " + message, lastErrorLine(2));
    assertEquals("", text(out));
  }

  @Test
  void aSinksHostThatIsNotKnownIsNamed() {
    assertEquals(ExitStatus.FAILED, execute("sink", "--host", "no-such-host.invalid"));
    assertEquals(
        "fleet-telemetry: no-such-host.invalid:8443 — cannot listen: no such host is known",
        text(err).strip());
  }

  @Test
  void whatIsWrongIsToldBeforeAnythingIsWritten() {
    stopRequest.complete(null);
    assertEquals(
        ExitStatus.USAGE,
        execute("simulate", "localhost:1", "--write-ca", file("ca.crt"), "--records", "0"));
    assertFalse(Files.exists(Path.of(file("ca.crt"))));
  }

  private String lastErrorLine(int fromEnd) {
    List<String> lines = text(err).lines().toList();
    assertFalse(lines.size() < fromEnd, text(err));
    return lines.get(lines.size() - fromEnd);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:0", "localhost:70000", "a b:1", "[zz]:1", ":443"})
  void anAddressThatIsWrong(String address) {
    stopRequest.complete(null);
    assertEquals(ExitStatus.USAGE, execute("simulate", address));
    assertTrue(
        lastErrorLine(2)
            .endsWith(
                address + " — must be HOST:PORT with a port from 1 to 65535, IPv6 as [::1]:443"),
        text(err));
  }

  @Test
  void moreVehiclesThanFiles() {
    assertEquals(ExitStatus.USAGE, execute("simulate", "localhost:1", "--vehicles", "2000000000"));
    assertTrue(lastErrorLine(2).contains("--vehicles: 2000000000 — must be "), text(err));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simulate localhost:1 --server-ca DIR/none | DIR/none — cannot be read: there is no such file",
        "simulate localhost:1 --ca-cert DIR/none --ca-key DIR/none | DIR/none — cannot be read: there is no such file",
        "simulate localhost:1 --write-ca DIR/none/ca | DIR/none/ca — cannot be written: there is no such file",
        "simulate localhost:1 --acked DIR/none/acked | DIR/none/acked — cannot be written: there is no such directory",
        "simulate no-such-host.invalid:1 | no-such-host.invalid — no such host is known",
        "sink --cert DIR/none --key DIR/none | DIR/none — cannot be read: there is no such file",
        "sink --cert DIR/none | --key: missing — --cert and --key go together",
        "sink --key DIR/none | --cert: missing — --cert and --key go together",
        "sink --client-ca DIR/none | DIR/none — cannot be read: there is no such file",
        "sink --port 70000 | --port: 70000 — must be 0 to 65535",
        "sink --threads 0 | --threads: 0 — must be 1 to 64",
        "sink --write-ca DIR/none/ca | DIR/none/ca — cannot be written: there is no such file",
      })
  void aFileOrHostThatIsWrong(String line, String message) {
    stopRequest.complete(null);
    String here = directory.toString();
    assertEquals(ExitStatus.USAGE, execute(line.replace("DIR", here).split(" ")));
    assertTrue(
        text(err).lines().anyMatch(("fleet-telemetry: " + message.replace("DIR", here))::equals),
        text(err));
  }

  @Test
  void aSinksPortThatIsTakenIsNamed() throws Exception {
    AckSink taken = sink();
    assertEquals(ExitStatus.FAILED, execute("sink", "--port", Integer.toString(taken.port())));
    assertEquals(
        "fleet-telemetry: 127.0.0.1:" + taken.port() + " — cannot listen: Address already in use",
        text(err).strip());
    taken.stop().toCompletableFuture().join();
  }
}
