package io.fleettelemetry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A system as a process of this machine; it ends with this JVM at the latest. */
final class SystemProcess implements SystemBackend {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Path directory;
  private final List<String> command;
  private final Path logFile;
  private final Thread end = new Thread(this::kill, "system-end");
  private Process process;

  SystemProcess(Path directory, List<String> command) {
    this.directory = directory;
    this.command = List.copyOf(command);
    this.logFile = directory.resolve("output.log");
    Runtime.getRuntime().addShutdownHook(end);
  }

  @Override
  public void start() {
    try {
      process =
          SystemPrograms.command(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public void kill() {
    if (isRunning()) {
      process.destroyForcibly();
      awaitExit();
    }
  }

  @Override
  public void stop() {
    if (isRunning()) {
      process.destroy();
      if (!awaitExit()) {
        kill();
      }
    }
  }

  @Override
  public void pause() {
    ProcessSignals.send(process, "STOP");
  }

  @Override
  public void resume() {
    ProcessSignals.send(process, "CONT");
  }

  @Override
  public String log() {
    try {
      return Files.readString(logFile);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(end);
  }

  private boolean awaitExit() {
    try {
      return process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
