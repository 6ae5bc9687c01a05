package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.ServerProcess;
import io.fleettelemetry.testing.StoreFiles;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, from the packaged jar. */
@Timeout(180)
class ShowIT {

  private static final Path LAUNCHER = Path.of("bin", "fleet-telemetry").toAbsolutePath();
  private static final Path JAR =
      Path.of(System.getProperty("fleet-telemetry.jar", "target/fleet-telemetry.jar"));
  private static final String FILE = "records/2025-11-24/160000-000";

  /** Far more than a pipe holds. */
  private static final int MANY = 10_000;

  @TempDir Path directory;

  @Test
  void readsWhatIsCompressed() throws Exception {
    new StoreFiles(directory).numbered(FILE, 1, 3).compress(FILE);
    try (ServerProcess show =
        ServerProcess.start(directory, "show", "records", "--last", "2", "--format", "csv")) {
      assertEquals(ExitStatus.OK, show.awaitExit(), show::output);
      List<String> values =
          show.output().lines().map(row -> row.substring(row.lastIndexOf(',') + 1)).toList();
      assertEquals(List.of("value", "2", "3"), values);
    }
  }

  @Test
  void followsUntilItIsTerminated() throws Exception {
    StoreFiles files = new StoreFiles(directory).numbered(FILE, 1, 1);
    try (ServerProcess show =
        ServerProcess.start(directory, "show", "records", "--follow", "--format", "json")) {
      show.awaitLine("/1\"");
      files.numbered(FILE, 2, 2);
      show.awaitLine("/2\"");
      assertEquals(ExitStatus.OK, show.terminate());
      assertEquals(2, show.output().lines().count(), show::output);
    }
  }

  @Test
  void aReaderThatLeavesEndsItQuietly() throws Exception {
    new StoreFiles(directory).numbered(FILE, 1, MANY);
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(LAUNCHER.toString(), "show", "records").directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("FLEET_TELEMETRY_JAR", JAR.toAbsolutePath().toString());
    Process show = builder.redirectError(err.toFile()).start();
    try {
      try (BufferedReader rows = show.inputReader()) {
        assertTrue(rows.readLine().startsWith("TIME "));
      }
      assertTrue(show.waitFor(90, TimeUnit.SECONDS), "still running");
      assertEquals(ExitStatus.OK, show.exitValue());
      assertEquals("", Files.readString(err));
    } finally {
      show.destroyForcibly();
    }
  }
}
