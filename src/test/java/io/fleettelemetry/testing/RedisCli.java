package io.fleettelemetry.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Redis's own client, {@code redis-cli}, which ends when it has its answer. */
final class RedisCli {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private RedisCli() {}

  /** What it prints for a command to the server at this port. */
  static String run(int port, String... arguments) {
    return run(command(port, arguments));
  }

  /** Its command line. */
  static List<String> command(int port, String... arguments) {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(port)));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String run(List<String> command) {
    Path directory = TemporaryFiles.directory();
    try (SystemBackend cli = SystemBackend.of(directory, command)) {
      cli.start();
      Awaitility.await(String.join(" ", command))
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !cli.isRunning());
      return cli.log().strip();
    } finally {
      TemporaryFiles.delete(directory);
    }
  }
}
