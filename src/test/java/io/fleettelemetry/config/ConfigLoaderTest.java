package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.Loading.Refused;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ConfigLoaderTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void loadsAFileWithTheEnvironmentOfTheProcess(Vertx vertx, VertxTestContext test)
      throws Exception {
    Map.Entry<String, String> variable =
        System.getenv().entrySet().stream()
            .filter(entry -> entry.getKey().matches("[A-Z]+") && !entry.getValue().isEmpty())
            .findFirst()
            .orElseThrow();
    Path file = directory.resolve("c.json");
    Files.writeString(file, fixture.json("{\"namespace\": \"${" + variable.getKey() + "}\"}"));
    new ConfigLoader(ConfigFixture.readers(), false)
        .load(vertx, file)
        .onComplete(
            test.succeeding(
                loading ->
                    test.verify(
                        () -> {
                          Loaded loaded = assertInstanceOf(Loaded.class, loading);
                          assertEquals(variable.getValue(), loaded.config().namespace());
                          test.completeNow();
                        })));
  }

  @Test
  void aFileThatIsNotThereIsNamed(Vertx vertx, VertxTestContext test) {
    Path file = directory.resolve("none.json");
    new ConfigLoader(Map.of(), false)
        .load(vertx, file)
        .onComplete(
            test.succeeding(
                loading ->
                    test.verify(
                        () -> {
                          Refused refused = assertInstanceOf(Refused.class, loading);
                          assertEquals(
                              List.of(
                                  file
                                      + " — there is no such file; -config FILE names another"
                                      + " one"),
                              ConfigFixture.lines(refused.errors()));
                          test.completeNow();
                        })));
  }

  @Test
  void aDirectoryIsNoFile(Vertx vertx, VertxTestContext test) {
    new ConfigLoader(Map.of(), false)
        .load(vertx, directory)
        .onComplete(
            test.succeeding(
                loading ->
                    test.verify(
                        () -> {
                          Refused refused = assertInstanceOf(Refused.class, loading);
                          assertEquals(
                              List.of(directory + " — cannot be read: Is a directory"),
                              ConfigFixture.lines(refused.errors()));
                          test.completeNow();
                        })));
  }

  @Test
  void aFileWrittenForTheServerInTheFieldLoads() {
    Loaded loaded =
        assertInstanceOf(
            Loaded.class,
            fixture
                .with("DIR", directory.toString())
                .load(
                    """
                    {"Host": "0.0.0.0", "PORT": 4443, "Log_Level": "Info", "json_log_enable": true,
                     "namespace": "tesla_telemetry", "reliable_ack": false, "colour": "red",
                     "monitoring": {"prometheus_metrics_port": 9090, "statsd": null},
                     "rate_limit": {"enabled": true, "message_interval_time": 30,
                                    "message_limit": 1000},
                     "kafka": {"bootstrap.servers": "kafka:9092", "queue.buffering.max.messages": 1},
                     "records": {"alerts": ["logger"], "errors": ["logger"],
                                 "V": ["logger", "kafka"]},
                     "reliable_ack_sources": {"V": "kafka"},
                     "data_connectors": {"file": {"capabilities": ["vin_allowed"]}},
                     "tls": {"Server_Cert": "${DIR}/server.crt", "server_key": "${DIR}/server.key"}}
                    trailing
                    """,
                    false));
    assertEquals(4443, loaded.config().port());
    assertEquals(
        List.of(
            "config.json — has text after the JSON object, from line 11, column 81",
            "data_connectors: {…} — has no effect",
            "colour — unknown key; the nearest known one is logger; ignored"),
        ConfigFixture.lines(loaded.warnings()));
  }

  @Test
  void strictRefusesUnknownKeys() {
    Refused refused =
        assertInstanceOf(
            Refused.class,
            fixture.load(
                fixture.json(
                    """
                    {"prot": 1, "tls": {"ca": 1}, "reliable_ack_workers": 1,
                     "dispatch": {"overflow": {"kafak": "drop"}}}
                    """),
                true));
    assertEquals(
        List.of(
            "prot — unknown key; the nearest known one is port",
            "dispatch.overflow.kafak — unknown key; the nearest known one is"
                + " dispatch.overflow.kafka",
            "tls.ca — unknown key; the nearest known one is tls.ca_file"),
        ConfigFixture.lines(refused.errors()));
    assertEquals(
        List.of("reliable_ack_workers: 1 — has no effect"),
        ConfigFixture.lines(refused.warnings()));
  }

  @Test
  void secretsAreNotInTheConfigurationsText() {
    byte[] json =
        fixture.json("{\"logger\": {\"password\": \"geheim\"}}").getBytes(StandardCharsets.UTF_8);
    Loading loading =
        new ConfigLoader(Map.of("logger", s -> s.secret("password").orElseThrow()), false)
            .read("c.json", json, Map.of());
    assertInstanceOf(Loaded.class, loading);
    assertFalse(loading.toString().contains("geheim"));
  }
}
