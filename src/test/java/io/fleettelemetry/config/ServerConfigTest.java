package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.ConfigFixture.FakeSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    ServerConfig config = fixture.config("{}");
    assertEquals("0.0.0.0", config.host());
    assertEquals(443, config.port());
    assertEquals(OptionalInt.empty(), config.statusPort());
    assertEquals("", config.namespace());
    assertEquals(false, config.transmitDecodedRecords());
    assertEquals(Set.of(), config.trackedVins());
    assertEquals(
        Map.of("logger", new FakeSettings("logger", false, Map.of())), config.dispatcherSettings());
  }

  @Test
  void fullMapping() {
    ServerConfig config =
        fixture.config(
            """
            {"host": "::1", "port": 8443, "status_port": 8080, "namespace": "fleet",
             "transmit_decoded_records": true, "vins_signal_tracking_enabled": ["VIN2", "VIN1"],
             "records": {"V": ["kafka"]}, "kafka": {"bootstrap.servers": "b:9092", "acks": 1},
             "logger": {"verbose": true}}
            """);
    assertEquals("::1", config.host());
    assertEquals(8443, config.port());
    assertEquals(OptionalInt.of(8080), config.statusPort());
    assertEquals("fleet", config.namespace());
    assertEquals(true, config.transmitDecodedRecords());
    assertEquals(Set.of("VIN1", "VIN2"), config.trackedVins());
    assertEquals(
        Map.of(
            "kafka",
            new FakeSettings("kafka", true, Map.of("bootstrap.servers", "b:9092", "acks", 1))),
        config.dispatcherSettings());
  }

  @Test
  void anEmptyHostIsAllAddressesPort0AnyFreeOneAndStatusPort0Off() {
    ServerConfig config = fixture.config("{\"host\": \"\", \"port\": 0, \"status_port\": 0}");
    assertEquals("0.0.0.0", config.host());
    assertEquals(0, config.port());
    assertEquals(OptionalInt.empty(), config.statusPort());
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        """
        {"host": "https://a", "port": 65536, "status_port": -1, "namespace": 5,
         "transmit_decoded_records": "true", "vins_signal_tracking_enabled": ["V", ""],
         "records": ["V"], "tls": true, "kafka": "b:9092"}
        """,
        "records: [\"V\"] — must be an object",
        "host: \"https://a\" — must be an address or a host name",
        "port: 65536 — must be a whole number from 0 to 65535",
        "status_port: -1 — must be a whole number from 0 to 65535",
        "namespace: 5 — must be text",
        "transmit_decoded_records: \"true\" — must be true or false",
        "vins_signal_tracking_enabled: [\"V\", \"\"] — must be a list of at most 20 VINs",
        "tls: true — must be an object",
        "tls.server_cert: missing — is required: a file that can be read",
        "tls.server_key: missing — is required: a file that can be read",
        "kafka: \"b:9092\" — must be an object");
  }

  @Test
  void noTwoListenersHaveOnePort() {
    fixture.assertRefused(
        """
        {"status_port": 443, "monitoring": {"prometheus_metrics_port": 443}}
        """,
        "status_port: 443 — must differ from port",
        "monitoring.prometheus_metrics_port: 443 — must differ from port",
        "monitoring.prometheus_metrics_port: 443 — must differ from status_port");
    fixture.assertRefused(
        """
        {"host": "127.0.0.1", "port": 8443, "monitoring": {"prometheus_metrics_port": 8443}}
        """,
        "monitoring.prometheus_metrics_port: 8443 — must differ from port");
  }

  @Test
  void onTwoAddressesThePortMayBeTheSame() {
    fixture.config(
        """
        {"host": "192.0.2.1", "port": 8443, "monitoring": {"prometheus_metrics_port": 8443}}
        """);
    fixture.config(
        """
        {"port": 0, "status_port": 0, "monitoring": {"prometheus_metrics_port": 0}}
        """);
  }

  @Test
  void atMostTwentyVinsAreTracked() {
    assertEquals(20, fixture.config(tracked(20)).trackedVins().size());
    fixture.assertRefused(
        tracked(21),
        "vins_signal_tracking_enabled: [\"VIN1\", \"VIN2\", \"VIN3\", \"VIN4\", \"VIN5\","
            + " \"VIN6\", \"VIN7\", \"VIN8\", \"VIN9\", \"VIN10\", \"VIN11\", \"VIN12\", … —"
            + " must be a list of at most 20 VINs");
  }

  private static String tracked(int vins) {
    return IntStream.rangeClosed(1, vins)
        .mapToObj(i -> "\"VIN" + i + "\"")
        .collect(Collectors.joining(",", "{\"vins_signal_tracking_enabled\": [", "]}"));
  }

  @Test
  void whatALaterVersionBringsIsRefusedByName() {
    fixture.assertRefused(
        """
        {"kinesis": {"max_retries": 3}, "pubsub": {"gcp_project_id": "p", "reliable_ack": true},
         "airbrake": {"project_id": 1}}
        """,
        "kinesis: {…} — not available in this version",
        "pubsub: {…} — not available in this version",
        "airbrake: {…} — not available in this version");
  }

  @Test
  void whatALaterVersionBringsMayBeSwitchedOff() {
    fixture.config(
        """
        {"kinesis": {}, "pubsub": {}, "airbrake": {}}
        """);
  }

  @Test
  void keysWithoutEffectAreWarnings() {
    fixture.loaded(
        """
        {"pubsub": {"reliable_ack": true}, "reliable_ack_workers": 5,
         "data_connectors": {"file": {"path": "x"}}}
        """,
        "pubsub.reliable_ack: true — has no effect",
        "reliable_ack_workers: 5 — has no effect",
        "data_connectors: {…} — has no effect");
  }
}
