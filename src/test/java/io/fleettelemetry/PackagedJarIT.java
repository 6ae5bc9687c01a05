package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.KafkaBroker;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerProcess;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as an operator runs it, with a configuration as it was written for the field. */
class PackagedJarIT {

  private static final String NOT_OURS = "does not belong to the first certificate";

  @TempDir Path dir;
  private FieldInstallation installation;

  @BeforeEach
  void install() throws IOException {
    installation = new FieldInstallation(dir);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-config FILE", "-config=FILE", "run --config FILE"})
  void servesWithAConfigurationOfTheField(String arguments) throws Exception {
    String[] commandLine = arguments.replace("FILE", "config.json").split(" ", -1);
    try (ServerProcess server = ServerProcess.start(dir, commandLine)) {
      server.awaitReady(installation.statusPort);
      assertEquals("ok", FieldInstallation.get(installation.statusPort, "/status"));
      sendOneRecord();
      server.awaitLine("record_payload");
      String metrics = FieldInstallation.get(installation.metricsPort, "/metrics");
      assertTrue(metrics.contains("record_total{record_type=\"V\"} 1"), metrics);
      assertEquals(0, server.terminate());
      List<JsonObject> lines = LogLines.assertJson(server.output());
      assertWarnings(lines);
      assertEquals(List.of(installation.port), portsFor(lines, "vehicle_server_configured"));
      assertEquals(List.of(installation.statusPort), portsFor(lines, "status_server_configured"));
      assertEquals(List.of(installation.metricsPort), portsFor(lines, "metrics_server_configured"));
      assertEquals("stopped_server", lines.get(lines.size() - 1).getString("msg"));
    }
  }

  private static void assertWarnings(List<JsonObject> lines) {
    List<JsonObject> warnings = named(lines, "config_warning");
    List<String> keys = warnings.stream().map(line -> line.getString("key")).sorted().toList();
    assertEquals(List.of("recrods", "reliable_ack_workers"), keys, warnings::toString);
    warnings.forEach(line -> assertEquals("warning", line.getString("level")));
    assertTrue(warnings.toString().contains("records"), warnings::toString);
  }

  private static List<JsonObject> named(List<JsonObject> lines, String name) {
    return lines.stream().filter(line -> line.getString("msg").equals(name)).toList();
  }

  private static List<Integer> portsFor(List<JsonObject> lines, String name) {
    return named(lines, name).stream().map(line -> line.getInteger("port")).toList();
  }

  private void sendOneRecord() throws IOException {
    try (FakeVehicle vehicle = installation.connect()) {
      vehicle.send(RecordBuilder.v().vin(FieldInstallation.VIN).txid("from-outside").message());
      vehicle.expectAck("from-outside");
    }
  }

  @Test
  void writesLinesOfTextAndNothingElse() throws Exception {
    installation.with("\"json_log_enable\": true", "\"json_log_enable\": false");
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitReady(installation.statusPort);
      sendOneRecord();
      server.awaitLine("socket_disconnected");
      assertEquals(0, server.terminate());
      LogLines.assertText(server.output());
    }
  }

  @Test
  void fallsBackToTheTlsOfTheJdk() throws Exception {
    try (ServerProcess server =
        ServerProcess.startWith(dir, "-Dio.netty.handler.ssl.noOpenSsl=true")) {
      server.awaitReady(installation.statusPort);
      sendOneRecord();
      assertEquals(0, server.terminate());
      List<JsonObject> lines = LogLines.assertJson(server.output());
      JsonObject listening = named(lines, "vehicle_server_configured").get(0);
      assertEquals("jdk", listening.getString("tls_engine"), listening::encode);
    }
  }

  @Test
  void aFreePortIsTakenAndNamed() throws Exception {
    installation.with("\"PORT\": " + installation.port, "\"PORT\": 0");
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitReady(installation.statusPort);
      server.awaitLine("vehicle_server_configured");
      JsonObject line = new JsonObject(server.line("vehicle_server_configured"));
      assertTrue(line.getInteger("port") > 0, line::encode);
      assertEquals("127.0.0.1", line.getString("host"));
    }
  }

  /** The codecs are native code from other jars than the client's. */
  @ParameterizedTest
  @ValueSource(strings = {"zstd", "lz4", "snappy", "gzip"})
  void recordsReachKafkaCompressed(String codec) throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    installation
        .with(FieldInstallation.BROKER_AWAY, broker.bootstrapServers())
        .with("\"compression.codec\": \"none\"", "\"compression.codec\": \"" + codec + "\"")
        .with("tesla_telemetry", "packaged_" + codec);
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitReady(installation.statusPort);
      try (FakeVehicle vehicle = installation.connect()) {
        vehicle.send(RecordBuilder.alerts().vin(FieldInstallation.VIN).txid("stored").message());
        vehicle.expectAck("stored");
      }
      List<ConsumerRecord<byte[], byte[]>> stored = broker.read("packaged_" + codec + "_alerts");
      assertEquals(1, stored.size(), server::output);
      assertEquals(0, server.terminate());
      LogLines.assertJson(server.output());
    }
  }

  @Test
  void aConfigurationThatIsMissingIsNamed() throws Exception {
    Files.delete(installation.config());
    assertRefused("config.json", "there is no such file");
  }

  @Test
  void aStrictStartRefusesTheUnknownKey() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir, "--strict")) {
      assertEquals(2, server.awaitExit());
      assertTrue(server.output().contains("recrods"), server::output);
    }
  }

  @Test
  void everyProblemIsReportedAndNothingIsOpened() throws Exception {
    Files.writeString(
        installation.config(),
        "{\"port\": \"x\", \"records\": {\"V\": [\"nowhere\"]}, \"status_port\": 70000}");
    assertRefused("port", "nowhere", "70000", "tls.server_cert");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedBeforeAnythingIsOpened() throws Exception {
    TestPki.writeKey(dir.resolve("server.key"), TestPki.authority("another").key());
    assertRefused("tls.server_key", "server.key", NOT_OURS);
  }

  private void assertRefused(String... parts) throws IOException {
    try (ServerProcess server = ServerProcess.start(dir)) {
      assertEquals(2, server.awaitExit(), server::output);
      for (String part : parts) {
        assertTrue(server.output().contains(part), server::output);
      }
      assertFalse(server.output().contains("_server_configured"), server::output);
    }
  }

  @Test
  void aTakenPortFailsTheStart() throws Exception {
    assertTakenPortIsNamed(installation.port);
  }

  @Test
  void aTakenStatusPortFailsTheStart() throws Exception {
    assertTakenPortIsNamed(installation.statusPort);
  }

  @Test
  void aTakenMetricsPortFailsTheStart() throws Exception {
    assertTakenPortIsNamed(installation.metricsPort);
  }

  private void assertTakenPortIsNamed(int port) throws IOException {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        ServerProcess server = ServerProcess.start(dir)) {
      assertEquals(1, server.awaitExit(), server::output);
      List<JsonObject> lines = LogLines.assertJson(server.output());
      String error = named(lines, "server_not_started").get(0).getString("error");
      assertTrue(error.contains("port " + taken.getLocalPort()), error);
      assertTrue(error.contains("127.0.0.1") || error.contains("0.0.0.0"), error);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--help", "--version"})
  void answersQuestions(String argument) throws Exception {
    try (ServerProcess server = ServerProcess.start(dir, argument)) {
      assertEquals(0, server.awaitExit());
      assertTrue(server.output().contains("fleet-telemetry"), server::output);
      assertFalse(server.output().contains("not packaged"), server::output);
    }
  }

  @Test
  void anUnknownOptionIsAWrongCommandLine() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir, "--no-such-option")) {
      assertEquals(2, server.awaitExit());
      assertTrue(server.output().contains("--no-such-option"), server::output);
    }
  }
}
