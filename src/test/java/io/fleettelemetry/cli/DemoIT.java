package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.ServerProcess;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a new user has it: one command, and then the one that it hints at. */
@Timeout(180)
class DemoIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern MOVING =
      Pattern.compile(
          "(?m)^\\d\\d:\\d\\d:\\d\\d  5YJ3E1EASNF000001  -?\\d+\\.\\d{5}, -?\\d+\\.\\d{5} +\\d+ mph"
              + " +\\d+\\.\\d %  \\S.*$");
  private static final Pattern SUMMARY =
      Pattern.compile("5 vehicles sent (\\d+) records; (\\d+) were stored and acknowledged");

  @TempDir Path directory;

  @Test
  void runsWhateverElseRunsAndItsRecordsCanBeShown() throws Exception {
    try (ServerProcess other = start("other")) {
      await(other, MOVING);
      try (ServerProcess demo = start("demo")) {
        await(demo, MOVING);
        assertPagesAreServed(demo);
        assertEquals(ExitStatus.OK, demo.terminate(), demo.output());
        MatchResult summary = find(demo, SUMMARY);
        assertEquals(summary.group(1), summary.group(2), demo.output());
        assertShown(demo, Integer.parseInt(summary.group(2)));
      }
      assertEquals(ExitStatus.OK, other.terminate(), other.output());
    }
  }

  @Test
  void canBeStoppedBeforeItHasBegun() throws Exception {
    Path temporary = Files.createDirectories(directory.resolve("early"));
    try (ServerProcess demo = start("early")) {
      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertTrue(temporary.toFile().list().length > 0, demo.output()));
      assertEquals(ExitStatus.OK, demo.terminate(), demo.output());
      assertFalse(demo.output().contains("Exception"), demo.output());
    }
    for (String left : temporary.toFile().list()) {
      assertFalse(left.startsWith("vertx-cache"), left);
    }
  }

  /** Newer Java has a warning of its own before. */
  @Test
  void withoutARoomForFilesItSaysSo() throws Exception {
    Path none = directory.resolve("none");
    try (ServerProcess demo =
        ServerProcess.startWith(directory, "-Djava.io.tmpdir=" + none, "demo")) {
      assertEquals(ExitStatus.FAILED, demo.awaitExit(), demo.output());
      assertEquals(
          "fleet-telemetry: "
              + none
              + " — must be a directory that can be written to; JAVA_OPTS=-Djava.io.tmpdir=DIR"
              + " names another one",
          demo.line("fleet-telemetry: "));
      assertFalse(demo.output().contains("Exception"), demo.output());
    }
  }

  /** As behind {@code | head -1}. */
  @Test
  void endsWhenNobodyReadsIt() throws Exception {
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory,
                "-jar",
                Path.of(System.getProperty("fleet-telemetry.jar", "target/fleet-telemetry.jar"))
                    .toAbsolutePath()
                    .toString(),
                "demo")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(demo.getInputStream().read() >= 0);
      demo.getInputStream().close();
      assertTrue(demo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), "it goes on");
      assertEquals(ExitStatus.OK, demo.exitValue());
    } finally {
      demo.destroyForcibly();
    }
  }

  private ServerProcess start(String name) throws Exception {
    Path temporary = Files.createDirectories(directory.resolve(name));
    return ServerProcess.startWith(directory, "-Djava.io.tmpdir=" + temporary, "demo");
  }

  private static void assertPagesAreServed(ServerProcess demo) throws Exception {
    for (String page : new String[] {"status", "metrics"}) {
      String address = find(demo, Pattern.compile(page + " +(http\\S+/" + page + ")")).group(1);
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      assertEquals(200, connection.getResponseCode(), address);
    }
  }

  /** The vehicles' records, and those of their coming and going. */
  private void assertShown(ServerProcess demo, int sent) throws Exception {
    String records = find(demo, Pattern.compile("show (\\S+/records)")).group(1);
    try (ServerProcess show =
        ServerProcess.start(
            directory,
            "show",
            records,
            "--format",
            "json",
            "--type",
            "V",
            "--type",
            "alerts",
            "--type",
            "errors")) {
      assertEquals(ExitStatus.OK, show.awaitExit(), show.output());
      assertEquals(sent, show.output().lines().count());
      assertTrue(show.output().contains("\"vin\":\"5YJ3E1EASNF000005\""), show.output());
    }
  }

  private static void await(ServerProcess demo, Pattern pattern) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertTrue(pattern.matcher(demo.output()).find(), () -> "in " + demo.output()));
  }

  private static MatchResult find(ServerProcess demo, Pattern pattern) {
    return pattern
        .matcher(demo.output())
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + pattern + " in:\n" + demo.output()));
  }
}
