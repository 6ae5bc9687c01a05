package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fleettelemetry.config.Loading.Loaded;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code conf/} are as good as the README says. */
class ExampleConfigsTest {

  private static final Path EXAMPLES = Path.of("conf");

  @TempDir Path certificates;

  private ServerConfig load(String name) throws IOException {
    for (String file : List.of("server.crt", "server.key", "vehicle-ca.crt")) {
      Files.writeString(certificates.resolve(file), "not looked into");
    }
    String json =
        Files.readString(EXAMPLES.resolve(name))
            .replace("\"certs/", "\"" + certificates + "/")
            .replace("${DEMO_CERTS:-certs}", certificates.toString());
    Loading loading = new ConfigFixture(certificates).load(json, true);
    assertEquals(List.of(), ConfigFixture.lines(loading.warnings()));
    return assertInstanceOf(Loaded.class, loading, loading::toString).config();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo.json",
        "file.json",
        "mqtt.json",
        "custom.json",
        "minimal.json",
        "kafka.json",
        "zmq.json",
        "redis.json",
        "reference.json"
      })
  void loadsStrictlyAndWithoutAWarning(String name) throws Exception {
    assertEquals(
        Set.of("V", "alerts", "errors", "connectivity"), load(name).routing().records().keySet());
  }

  @Test
  void minimalIsDefaultsButForItsPort() throws Exception {
    ServerConfig config = load("minimal.json");
    assertEquals(8443, config.port());
    assertEquals(OptionalInt.empty(), config.statusPort());
    assertEquals(Set.of("logger"), config.dispatcherSettings().keySet());
  }

  @Test
  void referenceHasEveryKey() throws Exception {
    Set<String> keys = new TreeSet<>();
    new JsonObject(Files.readString(EXAMPLES.resolve("reference.json")))
        .forEach(
            entry -> {
              keys.add(entry.getKey());
              if (entry.getValue() instanceof JsonObject section) {
                section.fieldNames().forEach(key -> keys.add(entry.getKey() + "." + key));
              }
            });
    keys.removeIf(key -> key.startsWith("kafka.") || key.startsWith("records."));
    keys.removeIf(key -> key.startsWith("reliable_ack_sources."));
    assertEquals(
        new TreeSet<>(
            Set.of(
                "host",
                "port",
                "status_port",
                "log_level",
                "json_log_enable",
                "namespace",
                "redis",
                "redis.addrs",
                "redis.username",
                "redis.password",
                "redis.db",
                "redis.tls",
                "redis.override_tls_server_name",
                "redis.cluster_mode",
                "redis.mode",
                "redis.publish_vin_topics",
                "redis.subscriber_set_prefix",
                "redis.publish_timeout",
                "redis.read_timeout",
                "redis.start_timeout_s",
                "records",
                "reliable_ack",
                "reliable_ack_sources",
                "reliable_ack_failure",
                "dispatch",
                "dispatch.overflow",
                "dead_letter",
                "transmit_decoded_records",
                "rate_limit",
                "rate_limit.enabled",
                "rate_limit.message_limit",
                "rate_limit.message_interval_time",
                "vins_signal_tracking_enabled",
                "use_default_eng_ca",
                "tls",
                "tls.server_cert",
                "tls.server_key",
                "tls.ca_file",
                "tls.crl_file",
                "tls.vehicle_ca_file",
                "tls.reload_interval_s",
                "allowed_vins",
                "allowed_vins_file",
                "denied_vins_file",
                "connections",
                "connections.per_vehicle",
                "connections.max",
                "connections.ping_interval_s",
                "connections.idle_timeout_s",
                "connections.handshake_timeout_s",
                "shutdown",
                "shutdown.spread_s",
                "shutdown.timeout_s",
                "monitoring",
                "monitoring.prometheus_metrics_port",
                "monitoring.prometheus_metrics_host",
                "logger",
                "logger.verbose",
                "file",
                "file.directory",
                "file.rotate_mb",
                "file.rotate_minutes",
                "file.keep_mb",
                "file.compress",
                "file.fsync_ms",
                "kafka",
                "mqtt",
                "mqtt.broker",
                "mqtt.protocol_version",
                "mqtt.client_id",
                "mqtt.username",
                "mqtt.password",
                "mqtt.topic_base",
                "mqtt.qos",
                "mqtt.retained",
                "mqtt.max_in_flight",
                "mqtt.tls",
                "mqtt.connect_timeout_ms",
                "mqtt.publish_timeout_ms",
                "mqtt.disconnect_timeout_ms",
                "mqtt.connect_retry_interval_ms",
                "mqtt.keep_alive_seconds",
                "mqtt.start_timeout_s",
                "mqtt.discovery",
                "mqtt.discovery_prefix",
                "mqtt.last_will",
                "zmq",
                "zmq.addr",
                "zmq.server_key_json_path",
                "zmq.allowed_public_keys_json_path",
                "zmq.verbose",
                "zmq.send_hwm",
                "zmq.publish_timeout_ms",
                "dispatchers",
                "dispatchers.mine")),
        keys);
  }
}
