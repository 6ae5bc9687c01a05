package io.fleettelemetry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** A broker in a JVM of its own, from the jars of the test class path; it ends with this JVM. */
final class KafkaBrokerProcess implements KafkaBrokerBackend {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Path directory = TemporaryFiles.directory();
  private final Path settingsFile = directory.resolve("server.properties");
  private final Path logbackFile = directory.resolve("logback.xml");
  private final Path logFile = directory.resolve("broker.log");
  private Process process;

  @Override
  public String listenAddress() {
    return "127.0.0.1";
  }

  @Override
  public String dataDirectory() {
    return directory.resolve("data").toString();
  }

  @Override
  public void prepare(Properties settings, List<Integer> ports) {
    try (Writer writer = Files.newBufferedWriter(settingsFile)) {
      settings.store(writer, null);
      Files.writeString(logbackFile, LOGBACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    format();
  }

  @Override
  public void start() {
    try {
      process = command().start();
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
    process.destroyForcibly();
    awaitExit();
  }

  @Override
  public void stop() {
    process.destroy();
    if (!awaitExit()) {
      kill();
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
    TemporaryFiles.delete(directory);
  }

  private ProcessBuilder command() {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + logbackFile,
            "-cp",
            System.getProperty("java.class.path"),
            KafkaBrokerMain.class.getName(),
            settingsFile.toString())
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
  }

  private boolean awaitExit() {
    try {
      return process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void format() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    String[] arguments = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", settingsFile.toString()
    };
    try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      if (StorageTool.execute(arguments, stream) != 0) {
        throw new IllegalStateException("no storage: " + output.toString(StandardCharsets.UTF_8));
      }
    }
  }

  private static final String LOGBACK =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="out"/></root>
      </configuration>
      """;
}
