package io.fleettelemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReloadableTest {

  private static final String ALL_SECTIONS =
      """
      {"records": {"V": ["logger", "kafka", "file"]},
       "kafka": {"bootstrap.servers": "127.0.0.1:1"},
       "file": {"directory": "DIR"}}
      """;

  @TempDir Path dir;

  @BeforeEach
  void files() throws Exception {
    for (String name : List.of("a", "b", "level", "password")) {
      Files.writeString(dir.resolve(name), name);
    }
  }

  private Loading.Loaded load(String members) {
    JsonObject config =
        new JsonObject(
                "{\"tls\": {\"server_cert\": \"DIR/a\", \"server_key\": \"DIR/a\"}}"
                    .replace("DIR", dir.toString()))
            .mergeIn(new JsonObject(ALL_SECTIONS.replace("DIR", dir.toString())))
            .mergeIn(new JsonObject(members.replace("DIR", dir.toString())), true);
    return (Loading.Loaded)
        new ConfigLoader(DispatcherCatalogue.builtIn().settingsReaders(), true)
            .read("test", config.encode().getBytes(UTF_8), Map.of());
  }

  private Set<String> needRestart(String before, String after) {
    return Reloadable.needRestart(load(before), load(after));
  }

  @Test
  void theSameConfigurationNeedsNone() {
    assertEquals(Set.of(), needRestart("{}", "{}"));
    assertEquals(Set.of(), needRestart("{}", "{\"port\": 443}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"log_level\": \"debug\"}",
        "{\"use_default_eng_ca\": true}",
        "{\"rate_limit\": {\"enabled\": true, \"message_limit\": 7}}",
        "{\"rate_limit\": {\"message_interval_time\": 7}}",
        "{\"tls\": {\"server_cert\": \"DIR/b\", \"server_key\": \"DIR/b\"}}",
        "{\"tls\": {\"ca_file\": \"DIR/b\", \"crl_file\": \"DIR/b\"}}",
        "{\"tls\": {\"vehicle_ca_file\": \"DIR/b\"}}",
        "{\"allowed_vins\": [\"VIN\"]}",
        "{\"allowed_vins_file\": \"DIR/b\", \"denied_vins_file\": \"DIR/b\"}",
      })
  void aKeyThatIsTakenUpNeedsNone(String after) {
    assertEquals(Set.of(), needRestart("{}", after));
    assertEquals(Set.of(), needRestart(after, "{}"));
  }

  @Test
  void otherKeysNeedOne() {
    assertEquals(
        Set.of("json_log_enable", "namespace", "tls.reload_interval_s"),
        needRestart(
            "{}",
            """
            {"json_log_enable": true, "namespace": "x", "tls": {"reload_interval_s": 7},
             "log_level": "debug"}
            """));
    assertEquals(
        Set.of("records.alerts"), needRestart("{\"records\": {\"alerts\": [\"file\"]}}", "{}"));
    assertEquals(Set.of("kafka.linger.ms"), needRestart("{}", "{\"kafka\": {\"linger.ms\": 7}}"));
  }

  @Test
  void ofASecretTheSectionIsNamed() {
    String secret =
        "{\"kafka\": {\"security.protocol\": \"sasl_ssl\", \"sasl.mechanism\": \"PLAIN\", \"sasl.username\": \"u\",";
    assertEquals(
        Set.of("kafka"),
        needRestart(
            secret + "\"sasl.password\": \"one\"}}", secret + "\"sasl.password\": \"two\"}}"));
  }

  @Test
  void theFilesAreThoseThatReloadableKeysName() {
    Path config = dir.resolve("config.json");
    ConfigSource source = new ConfigSource(Optional.of(config), () -> null);
    Loading.Loaded loaded =
        load(
            """
            {"namespace": "@file:DIR/level", "allowed_vins_file": "DIR/b",
             "tls": {"crl_file": "DIR/password"}}
            """);
    assertEquals(
        Set.of(
            config,
            dir.resolve("level"),
            dir.resolve("a"),
            dir.resolve("b"),
            dir.resolve("password")),
        new TreeSet<>(Reloadable.files(source, loaded)));
  }
}
