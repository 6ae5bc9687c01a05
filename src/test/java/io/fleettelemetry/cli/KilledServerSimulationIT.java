package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.dispatch.file.ReadingProblems;
import io.fleettelemetry.dispatch.file.RecordFilter;
import io.fleettelemetry.dispatch.file.RecordReader;
import io.fleettelemetry.dispatch.file.StoredRecord;
import io.fleettelemetry.testing.FreePorts;
import io.fleettelemetry.testing.KafkaBroker;
import io.fleettelemetry.testing.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet of the command {@code simulate} loses nothing when the server is killed in its middle and
 * started again: the packaged jar as three processes, and what its store has.
 */
@Timeout(300)
class KilledServerSimulationIT {

  private static final int VEHICLES = 40;
  private static final int RECORDS = 4_000;
  private static final int ACKED_BEFORE_THE_KILL = 1_000;
  private static final String CONFIG =
      """
      {
        "host": "127.0.0.1", "port": %1$d, "status_port": %2$d, "namespace": "killed",
        "records": {"V": ["%3$s"], "alerts": ["%3$s"], "errors": ["%3$s"]},
        "reliable_ack_sources": {"V": "%3$s", "alerts": "%3$s", "errors": "%3$s"},
        "tls": {
          "server_cert": "certs/server.crt", "server_key": "certs/server.key",
          "ca_file": "certs/vehicle-ca.crt"
        },
        "%3$s": %4$s
      }
      """;

  @TempDir private Path directory;
  private int port;
  private int statusPort;

  @BeforeEach
  void makeCertificates() throws IOException {
    port = FreePorts.next();
    statusPort = FreePorts.next();
    try (ServerProcess certificates = ServerProcess.start(directory, "dev-certs", "certs")) {
      assertEquals(ExitStatus.OK, certificates.awaitExit(), certificates.output());
    }
  }

  @Test
  void nothingIsLostWithTheRecordStore() throws Exception {
    surviveAKill("file", "{\"directory\": \"records\", \"rotate_mb\": 1}", this::inFiles);
  }

  @Test
  void nothingIsLostWithKafka() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    surviveAKill(
        "kafka",
        "{\"bootstrap.servers\": \"%s\"}".formatted(broker.bootstrapServers()),
        () -> inKafka(broker));
  }

  private void surviveAKill(String dispatcher, String settings, Supplier<Set<String>> stored)
      throws Exception {
    Files.writeString(
        directory.resolve("config.json"), CONFIG.formatted(port, statusPort, dispatcher, settings));
    ServerProcess first = startServer();
    try (ServerProcess fleet = simulate()) {
      Awaitility.await("acks before the kill")
          .atMost(Duration.ofSeconds(90))
          .until(() -> acked().size() >= ACKED_BEFORE_THE_KILL);
      first.close();
      try (ServerProcess second = startServer()) {
        assertEquals(ExitStatus.OK, fleet.awaitExit(), fleet.output());
        assertEquals(ExitStatus.OK, second.terminate(), second.output());
      }
      check(new JsonObject(json(fleet.output())), stored.get());
    } finally {
      first.close();
    }
  }

  private ServerProcess startServer() throws IOException {
    ServerProcess server = ServerProcess.start(directory, "-config", "config.json");
    server.awaitReady(statusPort);
    return server;
  }

  private ServerProcess simulate() throws IOException {
    return ServerProcess.start(
        directory,
        ("simulate 127.0.0.1:%d --ca-cert certs/vehicle-ca.crt --ca-key certs/vehicle-ca.key"
                + " --vehicles %d --rate 800 --records %d --reconnect-max 1s --drain 60s"
                + " --acked acked --format json")
            .formatted(port, VEHICLES, RECORDS)
            .split(" "));
  }

  /** Behind the lines of progress. */
  private static String json(String output) {
    return output.substring(output.indexOf("{" + System.lineSeparator()));
  }

  private void check(JsonObject report, Set<String> stored) throws IOException {
    assertEquals(RECORDS, report.getJsonObject("records").getInteger("acked"), report::encode);
    assertEquals(0, report.getJsonObject("records").getInteger("lost"), report::encode);
    assertTrue(
        report.getJsonObject("connections").getInteger("reconnects") >= VEHICLES, report::encode);
    Set<String> missing = new HashSet<>(acked());
    assertEquals(RECORDS, missing.size(), "acked, each once");
    missing.removeAll(stored);
    assertEquals(Set.of(), missing, "acked but not stored");
  }

  private List<String> acked() throws IOException {
    Path file = directory.resolve("acked");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private Set<String> inFiles() {
    Set<String> txids = new HashSet<>();

    try (RecordReader reader =
        RecordReader.all(
            directory.resolve("records"), RecordFilter.ALL, ReadingProblems.IGNORED, () -> false)) {
      Optional<StoredRecord> record = reader.next();
      while (record.isPresent()) {
        txids.add(record.get().txid());
        record = reader.next();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return txids;
  }

  private static Set<String> inKafka(KafkaBroker broker) {
    Set<String> txids = new HashSet<>();
    Stream.of("killed_V", "killed_alerts", "killed_errors")
        .flatMap(topic -> broker.read(topic).stream())
        .map(message -> message.headers().lastHeader("txid").value())
        .forEach(txid -> txids.add(new String(txid, StandardCharsets.UTF_8)));
    return txids;
  }
}
