package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.config.ConfigCheck;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.LogConfig;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.server.LostRecords;
import io.fleettelemetry.testing.LogCapture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CliTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();
  private final List<String> events = new ArrayList<>();
  private final AtomicReference<ServerConfig> started = new AtomicReference<>();
  private ServerStarter server = this::startAndAskToStop;
  private Future<LostRecords> stopped = Future.succeededFuture(LostRecords.NONE);

  private Path config;

  @BeforeEach
  void writeConfig() throws Exception {
    config = directory.resolve("c.json");
    Path pem = Files.writeString(directory.resolve("pem"), "not looked into");
    Files.writeString(
        config,
        """
        {"port": 8443, "log_level": "debug", "colour": "red", "records": {"V": ["logger"]},
         "tls": {"server_cert": "%1$s", "server_key": "%1$s"}}
        """
            .formatted(pem));
  }

  private Future<RunningServer> startAndAskToStop(Loaded loaded, ConfigSource source) {
    events.add("start");
    started.set(loaded.config());
    stopRequest.complete(null);
    return Future.succeededFuture(this::stop);
  }

  private Future<LostRecords> stop() {
    events.add("stop");
    return stopped;
  }

  private int execute(String... arguments) {
    Application application =
        new Application(
            Map.of("logger", section -> "settings"),
            ConfigCheck.NONE,
            (log, listener) -> events.add("log at " + log.level()),
            (loaded, source) -> server.start(loaded, source),
            stopRequest);
    return new Cli(application, new PrintStream(out), new PrintStream(err)).execute(arguments);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-config FILE",
        "-config=FILE",
        "--config FILE",
        "--config=FILE",
        "run -config FILE",
        "run --config=FILE",
        "-config=FILE run",
        "-config nowhere run -config FILE"
      })
  void runsUntilAskedToStop(String line) {
    assertEquals(ExitStatus.OK, execute(line.replace("FILE", config.toString()).split(" ")));
    assertEquals(List.of("log at " + LogConfig.Level.DEBUG, "start", "stop"), events);
    assertEquals(8443, started.get().port());
    assertEquals("", text(err) + text(out));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--strict -config FILE", "run --strict -config FILE", "--strict run -config FILE"})
  void strictRefusesUnknownKeys(String line) {
    assertEquals(ExitStatus.USAGE, execute(line.replace("FILE", config.toString()).split(" ")));
    assertEquals(
        List.of(
            "fleet-telemetry: the configuration is refused; nothing was started",
            "  error: colour — unknown key; the nearest known one is logger"),
        text(err).lines().toList());
    assertEquals(List.of(), events);
  }

  @Test
  void everyProblemOfTheConfigurationIsListed() throws Exception {
    Files.writeString(config, "{\"port\": -1, \"prot\": 1, \"records\": {\"V\": [\"logger\"]}}");
    assertEquals(ExitStatus.USAGE, execute("-config", config.toString()));
    assertEquals(
        List.of(
            "fleet-telemetry: the configuration is refused; nothing was started",
            "  error: port: -1 — must be a whole number from 0 to 65535",
            "  error: tls.server_cert: missing — is required: a file that can be read",
            "  error: tls.server_key: missing — is required: a file that can be read",
            "  warning: prot — unknown key; the nearest known one is port; ignored"),
        text(err).lines().toList());
    assertNull(started.get());
  }

  @Test
  void aConfigurationThatIsNotThereIsNamed() {
    Path none = directory.resolve("none.json");
    assertEquals(ExitStatus.USAGE, execute("-config", none.toString()));
    assertTrue(text(err).contains(none + " — there is no such file"), text(err));
  }

  @Test
  void theDefaultIsInTheWorkingDirectory() {
    assertEquals(Path.of("config.json"), new RunOptions().file());
  }

  @Test
  void aServerThatDoesNotStart() {
    server = (loaded, source) -> Future.failedFuture("port 443 is taken");
    assertEquals(ExitStatus.FAILED, execute("-config", config.toString()));
  }

  static List<Exception> refusals() {
    IOException refusal = new IOException("cannot listen on port 443");
    return List.of(refusal, new IllegalStateException(refusal.getMessage(), refusal));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whyItDidNotStartIsALineWithoutAStack(Exception refusal) {
    server = (loaded, source) -> Future.failedFuture(refusal);
    try (LogCapture lines = LogCapture.of(ServerRun.class)) {
      assertEquals(ExitStatus.FAILED, execute("-config", config.toString()));
      ILoggingEvent line = lines.named("server_not_started").get(0);
      assertEquals("cannot listen on port 443", LogCapture.fields(line).get("error"));
      assertNull(line.getThrowableProxy());
    }
  }

  @Test
  void aDefectAtTheStartIsALineWithItsStack() {
    server = (loaded, source) -> Future.failedFuture(new NullPointerException());
    try (LogCapture lines = LogCapture.of(ServerRun.class)) {
      assertEquals(ExitStatus.FAILED, execute("-config", config.toString()));
      assertNotNull(lines.named("server_not_started").get(0).getThrowableProxy());
    }
  }

  @Test
  void aServerThatDoesNotStopInOrder() {
    stopped = Future.failedFuture("the broker did not answer");
    assertEquals(ExitStatus.FAILED, execute("-config", config.toString()));
  }

  @Test
  void aServerThatHasLostRecords() {
    stopped = Future.succeededFuture(new LostRecords(Map.of("kafka", Map.of("V", 1L))));
    assertEquals(ExitStatus.LOST, execute("-config", config.toString()));
  }

  @Test
  void askedToStopWhileStarting() {
    server =
        (loaded, source) -> {
          stopRequest.complete(null);
          return Promise.<RunningServer>promise().future();
        };
    assertEquals(ExitStatus.OK, execute("-config", config.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-V"})
  void versionNamesTheJavaToo(String argument) {
    assertEquals(ExitStatus.OK, execute(argument));
    assertTrue(
        text(out)
            .matches("fleet-telemetry \\S.* \\(Java " + Runtime.version().feature() + ".*\\)\\R"),
        text(out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "run --help"})
  void helpDocumentsOptionsAndExitStatus(String line) {
    assertEquals(ExitStatus.OK, execute(line.split(" ")));
    assertTrue(text(out).contains("-config, --config=FILE"), text(out));
    assertTrue(text(out).contains("Exit status:"), text(out));
  }

  @Test
  void helpListsEveryCommand() {
    assertEquals(ExitStatus.OK, execute("--help"));
    List<String> lines = text(out).lines().toList();
    List<String> listed =
        lines.subList(lines.indexOf("Commands:") + 1, lines.indexOf("Exit status:")).stream()
            .filter(line -> line.matches("  \\S.*"))
            .map(line -> line.strip().replaceAll(" .*", ""))
            .toList();
    assertEquals(
        List.of(
            "run",
            "demo",
            "show",
            "simulate",
            "sink",
            "check-config",
            "dev-certs",
            "zmq-keys",
            "completion",
            "version"),
        listed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shw", "-config FILE shw"})
  void aCommandThatIsNearlyRightIsNamed(String line) {
    assertEquals(ExitStatus.USAGE, execute(line.split(" ")));
    assertTrue(text(err).contains("Did you mean: fleet-telemetry show?"), text(err));
    assertEquals(List.of(), events);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-config demo", "-config=version", "-config demo run", "-config demo --version"})
  void aCommandIsNotTakenForAFile(String line) {
    assertEquals(ExitStatus.USAGE, execute(line.split(" ")));
    assertTrue(
        text(err).startsWith("fleet-telemetry: Expected parameter for option '--config' but found"),
        text(err));
    assertEquals(List.of(), events);
  }

  @Test
  void otherCommandsTakeTheOptionsBeforeThem() {
    assertEquals(ExitStatus.OK, execute("-config", config.toString(), "version"));
    assertTrue(text(out).startsWith("fleet-telemetry "), text(out));
    assertEquals(List.of(), events);
  }

  @ParameterizedTest
  @CsvSource({
    "--strickt, Unknown option: '--strickt'",
    "strart, Unmatched argument at index 0: 'strart'",
    "-config, Missing required parameter for option '--config' (FILE)"
  })
  void aCommandLineThatIsWrong(String argument, String message) {
    assertEquals(ExitStatus.USAGE, execute(argument));
    List<String> lines = text(err).lines().toList();
    assertEquals("fleet-telemetry: " + message, lines.get(0));
    assertEquals("See fleet-telemetry --help", lines.get(lines.size() - 1));
    assertEquals(List.of(), events);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionKnowsEveryCommand(String shell) {
    assertEquals(ExitStatus.OK, execute("completion", shell));
    String script = text(out);
    assertTrue(script.contains("complete -F _complete_fleet-telemetry"), script);
    assertTrue(
        script.contains(
            "local commands=\"run demo show simulate sink check-config dev-certs zmq-keys completion"
                + " version\""),
        script);
  }

  @Test
  void completionOfAnotherShellIsRefused() {
    assertEquals(ExitStatus.USAGE, execute("completion", "fish"));
    assertEquals(
        "fleet-telemetry: Invalid value for positional parameter at index 0 (SHELL): expected one"
            + " of [bash, zsh] (case-insensitive) but was 'fish'",
        text(err).lines().findFirst().orElse(""));
    assertTrue(text(err).contains("See fleet-telemetry completion --help"), text(err));
  }
}
