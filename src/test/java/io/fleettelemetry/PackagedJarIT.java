package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.Credential;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerProcess;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as an operator runs it, with a configuration as it was written for the field. */
class PackagedJarIT {

  private static final String VIN = "5YJ3E1EA000000042";
  private static final String FIELD_CONFIG =
      """
      {
        "Host": "127.0.0.1",
        "PORT": %d,
        "status_port": %d,
        "log_level": "info",
        "json_log_enable": true,
        "namespace": "tesla_telemetry",
        "reliable_ack_sources": { "alerts": "kafka" },
        "monitoring": { "prometheus_metrics_port": %d, "profiling_path": null },
        "rate_limit": { "enabled": true, "message_interval_time": 30, "Message_Limit": 1000 },
        "kafka": {
          "bootstrap.servers": "127.0.0.1:1",
          "ssl.ca.location": null,
          "queue.buffering.max.messages": 1000000
        },
        "records": { "alerts": ["kafka"], "errors": ["kafka"], "V": ["logger"] },
        "tls": { "server_cert": "%s", "server_key": "%s", "CA_file": "%s" },
        "recrods": { "V": ["logger"] }
      }
      """;

  private final Credential authority = TestPki.authority("TeslaMotors");
  private final int port = freePort();
  private final int statusPort = freePort();
  private final int metricsPort = freePort();
  private Path config;

  @TempDir Path dir;

  @BeforeEach
  void writeConfig() throws IOException {
    Credential server = TestPki.server(authority);
    config =
        Files.writeString(
            dir.resolve("config.json"),
            FIELD_CONFIG.formatted(
                port,
                statusPort,
                metricsPort,
                TestPki.writeCertificates(dir.resolve("server.crt"), server),
                TestPki.writeKey(dir.resolve("server.key"), server.key()),
                TestPki.writeCertificates(dir.resolve("ca.crt"), authority.certificate())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-config FILE", "-config=FILE", "run --config FILE"})
  void servesWithAConfigurationOfTheField(String arguments) throws Exception {
    String[] commandLine = arguments.replace("FILE", config.toString()).split(" ", -1);
    try (ServerProcess server = ServerProcess.start(dir, commandLine)) {
      server.awaitReady(statusPort);
      assertEquals("ok", get(statusPort, "/status"));
      try (FakeVehicle vehicle = connect()) {
        vehicle.send(RecordBuilder.v().vin(VIN).txid("from-outside").message());
        vehicle.expectAck("from-outside");
        server.awaitLine("record_payload");
        assertTrue(get(metricsPort, "/metrics").contains("record_total{record_type=\"V\"} 1"));
      }
      assertTrue(server.line("recrods").contains("records"), "no hint at the known key");
      assertEquals(0, server.terminate());
      assertTrue(server.output().contains("stopped_server"), server::output);
    }
  }

  @Test
  void aConfigurationInTheWorkingDirectoryIsFound() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitReady(statusPort);
      assertEquals(0, server.terminate());
    }
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
        config, "{\"port\": \"x\", \"records\": {\"V\": [\"nowhere\"]}, \"status_port\": 70000}");
    try (ServerProcess server = ServerProcess.start(dir)) {
      assertEquals(2, server.awaitExit());
      for (String problem : List.of("port", "nowhere", "70000", "tls.server_cert")) {
        assertTrue(server.output().contains(problem), server::output);
      }
    }
  }

  @Test
  void aTakenPortFailsTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        ServerProcess server = ServerProcess.start(dir)) {
      assertEquals(1, server.awaitExit(), server::output);
      assertTrue(server.output().contains(Integer.toString(taken.getLocalPort())), server::output);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--help", "--version"})
  void answersQuestions(String argument) throws Exception {
    try (ServerProcess server = ServerProcess.start(dir, argument)) {
      assertEquals(0, server.awaitExit());
      assertTrue(server.output().contains("fleet-telemetry"), server::output);
    }
  }

  @Test
  void anUnknownOptionIsAWrongCommandLine() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir, "--no-such-option")) {
      assertEquals(2, server.awaitExit());
      assertTrue(server.output().contains("--no-such-option"), server::output);
    }
  }

  private FakeVehicle connect() throws IOException {
    Credential vehicle = TestPki.vehicle(VIN, authority);
    return FakeVehicle.at(port, TestPki.clientContext(vehicle, authority.certificate())).connect();
  }

  private static String get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
