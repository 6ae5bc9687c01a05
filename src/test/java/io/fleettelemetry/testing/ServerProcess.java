package io.fleettelemetry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged jar in a process of its own, on the Java that runs the tests. Where the jar is says
 * the system property {@code fleet-telemetry.jar}; the build sets it.
 */
public final class ServerProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Process process;
  private final Path output;

  private ServerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it with these arguments in this working directory. */
  public static ServerProcess start(Path directory, String... arguments) throws IOException {
    return startJvm(directory, List.of("-jar", jar()), arguments);
  }

  /** Starts it so, with one more option of the JVM. */
  public static ServerProcess startWith(Path directory, String jvmOption, String... arguments)
      throws IOException {
    return startJvm(directory, List.of(jvmOption, "-jar", jar()), arguments);
  }

  /**
   * Starts another main class of the jar, with the access that the jar's manifest gives to its own.
   */
  public static ServerProcess startClass(Path directory, String mainClass, String... arguments)
      throws IOException {
    return startJvm(
        directory,
        List.of("--enable-native-access=ALL-UNNAMED", "-cp", jar(), mainClass),
        arguments);
  }

  private static String jar() {
    Path jar = Path.of(System.getProperty("fleet-telemetry.jar", "target/fleet-telemetry.jar"));
    if (!Files.exists(jar)) {
      throw new AssertionError("no " + jar + ": it is made by mvn package");
    }
    return jar.toAbsolutePath().toString();
  }

  private static ServerProcess startJvm(Path directory, List<String> what, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.addAll(what);
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "server", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ServerProcess(process, output);
  }

  /** All that it has written to standard output and standard error. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line with this text, which must be there. */
  public String line(String text) {
    return output()
        .lines()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line with " + text + " in:\n" + output()));
  }

  /** Waits for a line with this text. */
  public void awaitLine(String text) {
    Awaitility.await("a line with " + text).atMost(LIMIT).until(() -> output().contains(text));
  }

  /** Waits until its health page says that it is ready; fails when it has ended before. */
  public void awaitReady(int statusPort) {
    URI ready = URI.create("http://127.0.0.1:" + statusPort + "/health/ready");
    Awaitility.await("a server that is ready")
        .atMost(LIMIT)
        .failFast(this::assertAlive)
        .until(() -> answersOk(ready));
  }

  private void assertAlive() {
    if (!process.isAlive()) {
      throw new AssertionError("it has ended with " + process.exitValue() + ":\n" + output());
    }
  }

  private static boolean answersOk(URI uri) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends SIGTERM. */
  public void askToStop() {
    process.destroy();
  }

  /** Sends SIGTERM, waits for the end, and gives the exit status. */
  public int terminate() {
    askToStop();
    return awaitExit();
  }

  /**
   * Whether the process ignores a signal, as it does when whoever started it ignores it: a shell
   * does that with SIGINT for what it runs in the background. False where that cannot be seen.
   *
   * @param number of the signal
   */
  public boolean ignores(int number) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return false;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(ignored, 16) >>> (number - 1) & 1) == 1;
  }

  /** Sends a signal, such as {@code HUP}. */
  public void signal(String name) {
    ProcessSignals.send(process, name);
  }

  /** Waits for the end by itself, and gives the exit status. */
  public int awaitExit() {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ends it at once when it is still there. */
  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit();
  }
}
