package io.fleettelemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.FreePorts;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory with certificates and a {@code config.json} as it was written for the field: keys in
 * any letter case, keys that mean nothing here, one that nobody knows, and a broker that is away.
 */
final class FieldInstallation {

  static final String VIN = "5YJ3E1EA000000042";
  static final String BROKER_AWAY = "127.0.0.1:1";

  private static final String CONFIG =
      """
      {
        "Host": "127.0.0.1",
        "PORT": %d,
        "status_port": %d,
        "log_level": "info",
        "json_log_enable": true,
        "namespace": "tesla_telemetry",
        "Reliable_Ack_Sources": { "alerts": "kafka" },
        "reliable_ack_workers": 15,
        "monitoring": { "prometheus_metrics_port": %d, "profiling_path": null },
        "rate_limit": { "enabled": true, "message_interval_time": 30, "Message_Limit": 1000 },
        "logger": { "verbose": false },
        "kafka": {
          "bootstrap.servers": "127.0.0.1:1",
          "ssl.ca.location": null,
          "compression.codec": "none",
          "queue.buffering.max.messages": 1000000
        },
        "records": { "alerts": ["kafka"], "errors": ["kafka"], "V": ["logger"] },
        "tls": { "server_cert": "server.crt", "server_key": "server.key", "CA_file": "ca.crt" },
        "recrods": { "V": ["logger"] }
      }
      """;

  final int port = FreePorts.next();
  final int statusPort = FreePorts.next();
  final int metricsPort = FreePorts.next();
  private final Credential authority = TestPki.authority("TeslaMotors");
  private final Path directory;

  FieldInstallation(Path directory) throws IOException {
    this.directory = directory;
    Credential server = TestPki.server(authority);
    TestPki.writeCertificates(directory.resolve("server.crt"), server);
    TestPki.writeKey(directory.resolve("server.key"), server.key());
    TestPki.writeCertificates(directory.resolve("ca.crt"), authority.certificate());
    Files.writeString(config(), CONFIG.formatted(port, statusPort, metricsPort));
  }

  Path config() {
    return directory.resolve("config.json");
  }

  /** Changes a text of the configuration, which must be there. */
  FieldInstallation with(String text, String replacement) throws IOException {
    String before = Files.readString(config());
    if (!before.contains(text)) {
      throw new AssertionError("no " + text + " in " + before);
    }
    Files.write(config(), before.replace(text, replacement).getBytes(UTF_8));
    return this;
  }

  /** A connected vehicle with {@link #VIN}. */
  FakeVehicle connect() throws IOException {
    return connect(VIN);
  }

  /** A connected vehicle with this VIN. */
  FakeVehicle connect(String vin) throws IOException {
    Credential vehicle = TestPki.vehicle(vin, authority);
    return FakeVehicle.at(port, TestPki.clientContext(vehicle, authority.certificate())).connect();
  }

  static String get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
