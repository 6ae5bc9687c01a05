package io.fleettelemetry.bench.macro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A Java installation.
 *
 * @param version such as 25.0.3
 */
record JavaHome(Path directory, String version) {

  private static final List<Path> USUAL_PLACES =
      List.of(Path.of("/usr/lib/jvm"), Path.of("/opt/java"), Path.of("/opt"));

  /** The installation in a directory; empty when there is none. */
  static Optional<JavaHome> in(Path directory) {
    Properties release = new Properties();
    try (var lines = Files.newBufferedReader(directory.resolve("release"))) {
      release.load(lines);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    return version.isEmpty() || !Files.isExecutable(directory.resolve("bin/java"))
        ? Optional.empty()
        : Optional.of(new JavaHome(directory, version));
  }

  /** That of {@code JAVA_HOME}; where it is not set, the newest in the usual places. */
  static JavaHome chosen() {
    String home = System.getenv("JAVA_HOME");
    return (home == null ? Optional.<JavaHome>empty() : in(Path.of(home)))
        .orElseGet(JavaHome::newest);
  }

  /** The newest in the usual places, of which the one that runs this is one. */
  static JavaHome newest() {
    JavaHome own =
        new JavaHome(Path.of(System.getProperty("java.home")), System.getProperty("java.version"));
    return USUAL_PLACES.stream()
        .flatMap(JavaHome::children)
        .flatMap(directory -> in(directory).stream())
        .filter(home -> home.feature() > own.feature())
        .max(Comparator.comparingInt(JavaHome::feature))
        .orElse(own);
  }

  private static Stream<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private int feature() {
    return Runtime.Version.parse(version).feature();
  }

  /** The path of one of its programs, whether it is there or not. */
  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }
}
