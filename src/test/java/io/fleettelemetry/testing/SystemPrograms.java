package io.fleettelemetry.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The systems' own programs, from Debian's packages: fetched once for each build directory and
 * unpacked there, never installed. What the machine has installed is used from where it is.
 */
final class SystemPrograms {

  static final List<String> PACKAGES =
      List.of(
          "redis-server",
          "redis-sentinel",
          "redis-tools",
          "mosquitto",
          "mosquitto-clients",
          "python3-zmq");

  private static final Path DIRECTORY = Path.of("target", "systems").toAbsolutePath();
  private static final Path COMPLETE = DIRECTORY.resolve("complete");
  private static final List<String> PLACES =
      List.of("usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin", "bin", "sbin");

  private SystemPrograms() {}

  /**
   * A process that runs one of them, with the libraries that came with it.
   *
   * @param command the program's name, then its arguments
   */
  static ProcessBuilder command(List<String> command) {
    Path root = Unpacked.ROOT.join();
    List<String> all = new ArrayList<>(command);
    all.set(0, find(root, command.get(0)).toString());
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("LD_LIBRARY_PATH", String.join(":", libraries(root)));
    builder
        .environment()
        .put("PYTHONPATH", root.resolve("usr/lib/python3/dist-packages").toString());
    return builder;
  }

  private static Path find(Path root, String program) {
    return Stream.of(root, Path.of("/"))
        .flatMap(top -> PLACES.stream().map(place -> top.resolve(place).resolve(program)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no program " + program + " in " + root));
  }

  private static List<String> libraries(Path root) {
    try (Stream<Path> directories = Files.list(root.resolve("usr/lib"))) {
      return directories.filter(Files::isDirectory).map(Path::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Unpacked {
    // A fetch that failed fails each test that asks, and says why.
    private static final CompletableFuture<Path> ROOT =
        CompletableFuture.supplyAsync(Unpacked::unpack, Runnable::run);

    private static Path unpack() {
      if (!Files.exists(COMPLETE)) {
        try {
          Files.createDirectories(DIRECTORY);
          Path script = DIRECTORY.resolve("unpack-systems");
          try (InputStream text =
              SystemPrograms.class.getResourceAsStream("/testing/unpack-systems")) {
            Files.write(script, text.readAllBytes());
          }
          run(script);
          Files.createFile(COMPLETE);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return DIRECTORY;
    }

    private static void run(Path script) throws IOException {
      List<String> command = new ArrayList<>(List.of("sh", script.toString()));
      command.add(DIRECTORY.toString());
      command.addAll(PACKAGES);
      Path log = DIRECTORY.resolve("unpack.log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(log.toFile())
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new IllegalStateException(
              "the systems for tests cannot be fetched:\n" + Files.readString(log));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
