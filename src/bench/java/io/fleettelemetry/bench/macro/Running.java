package io.fleettelemetry.bench.macro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the benchmark has started, with its output in files. */
final class Running implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int TAIL_LINES = 8;

  private final String name;
  private final Process process;
  private final Path output;
  private final Path errors;

  Running(String name, Process process, Path output, Path errors) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has written to standard output. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** That something is wrong with it, with the last that it wrote. */
  TrialFailure failure(String what) {
    return new TrialFailure(
        name + " " + what + "; its last words:\n" + tail(errors) + tail(output));
  }

  private static String tail(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()))
          + "\n";
    } catch (IOException e) {
      return "";
    }
  }

  /** Waits until it has ended by itself. */
  void awaitEnd(Duration limit) throws TrialFailure {
    if (!ends(limit)) {
      throw failure("has not ended after " + limit.toSeconds() + " s");
    }
  }

  /** Asks it to end, as Ctrl-C would, and waits until it has. */
  void stop() throws TrialFailure {
    process.destroy();
    awaitEnd(STOP_LIMIT);
  }

  private boolean ends(Duration limit) throws TrialFailure {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrialFailure("interrupted");
    }
  }

  /** Ends it: in order when it does so in time. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
  }
}
