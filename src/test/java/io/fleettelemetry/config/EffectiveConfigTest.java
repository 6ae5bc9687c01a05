package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.EffectiveConfig.Ignored;
import io.fleettelemetry.config.EffectiveConfig.Setting;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveConfigTest {

  private enum Colour {
    RED,
    GREEN
  }

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  private EffectiveConfig effective(String members) {
    return fixture.load(fixture.json(members), false).effective();
  }

  private static Setting setting(EffectiveConfig config, String path) {
    return config.setting(path).orElseThrow(() -> new AssertionError(config.settings()));
  }

  private void assertSetting(String members, String path, Object value, String origin) {
    assertEquals(new Setting(value, origin), setting(effective(members), path));
  }

  @Test
  void theDefaults() {
    EffectiveConfig config = effective("{}");
    Map<String, Object> expected =
        Map.ofEntries(
            Map.entry("host", "0.0.0.0"),
            Map.entry("port", 443L),
            Map.entry("status_port", 0L),
            Map.entry("log_level", "info"),
            Map.entry("json_log_enable", false),
            Map.entry("namespace", ""),
            Map.entry("reliable_ack", false),
            Map.entry("reliable_ack_sources", Map.of()),
            Map.entry("reliable_ack_failure", "final"),
            Map.entry("dispatch.overflow.logger", "wait"),
            Map.entry("transmit_decoded_records", false),
            Map.entry("rate_limit.enabled", false),
            Map.entry("rate_limit.message_limit", 100L),
            Map.entry("rate_limit.message_interval_time", 60L),
            Map.entry("vins_signal_tracking_enabled", List.of()),
            Map.entry("use_default_eng_ca", false),
            Map.entry("tls.reload_interval_s", 30L),
            Map.entry("connections.per_vehicle", 1L),
            Map.entry("connections.max", 0L),
            Map.entry("connections.ping_interval_s", 30L),
            Map.entry("connections.idle_timeout_s", 90L),
            Map.entry("connections.handshake_timeout_s", 10L),
            Map.entry("shutdown.spread_s", 10L),
            Map.entry("shutdown.timeout_s", 25L),
            Map.entry("monitoring.prometheus_metrics_port", 0L),
            Map.entry("monitoring.prometheus_metrics_host", "127.0.0.1"),
            Map.entry("SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING", false));
    Map<String, Object> defaults =
        config.settings().entrySet().stream()
            .filter(entry -> !entry.getValue().isGiven() && entry.getValue().value() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value()));
    assertEquals(expected, defaults);
    assertEquals(
        new Setting(null, "default"), setting(config, "tls.ca_file"), "set to nothing by default");
    assertEquals(
        Set.of("records.V", "tls.server_cert", "tls.server_key"),
        config.settings().entrySet().stream()
            .filter(entry -> entry.getValue().isGiven())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  @Test
  void everyKeyOfTheReferenceIsThere() throws Exception {
    String json = Files.readString(Path.of("conf/reference.json"));
    EffectiveConfig config = reference(json);
    new JsonObject(json).forEach(entry -> assertThere(config, entry.getKey(), entry.getValue()));
  }

  private static void assertThere(EffectiveConfig config, String path, Object value) {
    if (value instanceof JsonObject section) {
      section.forEach(entry -> assertThere(config, path + "." + entry.getKey(), entry.getValue()));
    } else {
      // What is off by default has no other value that an example could give.
      boolean off = value == null || value.equals("");
      assertEquals(!off, setting(config, path).isGiven(), path);
    }
  }

  @Test
  void everyKeyOfTheReadmeIsThere() throws Exception {
    EffectiveConfig config = reference(Files.readString(Path.of("conf/reference.json")));
    Set<String> paths = config.settings().keySet();
    List<String> keys =
        Files.readString(Path.of("README.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("| key | type, default |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.substring(1, line.indexOf('|', 1)))
            .flatMap(cell -> CODE.matcher(cell).results())
            .map(code -> code.group(1).replaceFirst("\\.<.*", ""))
            .toList();
    assertTrue(keys.size() > 20, keys::toString);
    for (String key : keys) {
      assertTrue(
          paths.stream().anyMatch(path -> path.equals(key) || path.startsWith(key + ".")), key);
    }
  }

  private EffectiveConfig reference(String json) throws Exception {
    Files.writeString(directory.resolve("vehicle-ca.crt"), "not looked into");
    return fixture.load(json.replace("\"certs/", "\"" + directory + "/"), true).effective();
  }

  @Test
  void theOriginSaysHowTheFileWritesAKey() {
    assertSetting("{\"port\": 443}", "port", 443L, "file");
    assertSetting("{\"PORT\": 443}", "port", 443L, "file, as PORT");
    assertSetting("{\"log_level\": \"Info\"}", "log_level", "info", "file");
    assertSetting("{\"log_level\": \"panic\"}", "log_level", "error", "file, from panic");
    assertSetting("{\"Host\": \"\"}", "host", "0.0.0.0", "default");
    assertSetting("{\"host\": null}", "host", "0.0.0.0", "default");
    assertSetting("{\"reliable_ack_sources\": {}}", "reliable_ack_sources", Map.of(), "file");
  }

  @Test
  void theOriginNamesTheEnvironmentAndFiles() throws Exception {
    Files.writeString(directory.resolve("name"), "fleet\n");
    fixture.with("PORT", "8443").with("DIR", directory.toString());
    String file = "@file:" + directory.resolve("name");
    assertSetting("{\"port\": \"${PORT:-1}\"}", "port", 8443L, "environment PORT");
    assertSetting("{\"port\": \"${P:-1}\"}", "port", 1L, "file, P is not set");
    assertSetting(
        "{\"namespace\": \"${PORT}${P:-1}\"}",
        "namespace",
        "84431",
        "environment PORT, P is not set");
    assertSetting(
        "{\"namespace\": \"@file:${DIR}/name\"}", "namespace", "fleet", "environment DIR, " + file);
    assertSetting("{\"namespace\": \"" + file + "\"}", "namespace", "fleet", file);
    fixture.with(TlsConfig.SUPPRESS_VARIABLE, "T");
    assertSetting(
        "{}",
        TlsConfig.SUPPRESS_VARIABLE,
        true,
        "environment SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING");
  }

  @Test
  void anOlderNameIsNoKeyOfItsOwn() {
    EffectiveConfig config =
        effective("{\"rate_limit\": {\"messageintervaltimesecond\": 1500000000}}");
    assertEquals(
        new Setting(1.5, "file, as messageintervaltimesecond, as MessageIntervalTimeSecond"),
        setting(config, "rate_limit.message_interval_time"));
    assertFalse(config.settings().containsKey("rate_limit.MessageIntervalTimeSecond"));
    EffectiveConfig both =
        effective(
            "{\"rate_limit\": {\"MessageIntervalTimeSecond\": 5, \"message_interval_time\": 7}}");
    assertEquals(new Setting(7L, "file"), setting(both, "rate_limit.message_interval_time"));
    assertEquals(
        Set.of("rate_limit.MessageIntervalTimeSecond"), both.ignored(Ignored.WITHOUT_EFFECT));
  }

  @Test
  void whatAFullDispatcherDoesMayDependOnTheType() {
    assertSetting(
        """
        {"records": {"V": ["kafka", "logger"], "alerts": ["kafka"]}}
        """,
        "dispatch.overflow.kafka",
        Map.of("V", "drop", "alerts", "wait"),
        "default");
    assertSetting(
        """
        {"records": {"V": ["kafka", "logger"]}, "reliable_ack_sources": {"V": "kafka"}}
        """,
        "dispatch.overflow.kafka",
        "wait",
        "default");
    assertSetting(
        """
        {"records": {"V": ["kafka", "logger"]}, "dispatch": {"overflow": {"kafka": "Wait"}}}
        """,
        "dispatch.overflow.kafka",
        "wait",
        "file");
    EffectiveConfig unused = effective("{\"dispatch\": {\"overflow\": {\"kafka\": \"wait\"}}}");
    assertEquals(Set.of("dispatch.overflow.kafka"), unused.ignored(Ignored.WITHOUT_EFFECT));
    assertFalse(unused.settings().containsKey("dispatch.overflow.kafka"));
  }

  @Test
  void secretsAreHiddenWhereverTheyComeFrom() {
    Section section =
        Section.of(
            "s",
            Map.of("code", "geheim", "x.password", "${PASSWORD}", "o", Map.of("secret", "geheim")),
            Map.of("PASSWORD", "geheim"),
            new Problems());
    assertEquals("geheim", section.secret("code").orElseThrow().value());
    section.remaining();
    section.effective().defaulted("jaas", "geheim");
    section.effective().adjusted("code", "geheim");
    EffectiveConfig config = section.effective().config();
    assertEquals(new Setting("(hidden)", "file, adjusted"), setting(config, "s.code"));
    assertEquals(new Setting("(hidden)", "environment PASSWORD"), setting(config, "s.x.password"));
    assertEquals(new Setting(Map.of("secret", "(hidden)"), "file"), setting(config, "s.o"));
    assertEquals(new Setting("(hidden)", "default"), setting(config, "s.jaas"));
  }

  @Test
  void everyGetterEntersWhatItGives(@TempDir Path files) throws Exception {
    Path file = Files.writeString(files.resolve("f"), "x");
    Section section = Section.of("", Map.of("file", file.toString()), Map.of(), new Problems());
    section.string("string");
    section.string("stringOr", "s");
    section.secret("secret");
    section.bool("bool", true);
    section.wholeNumber("number", 0, 9, 5);
    section.integer("integer", 0, 9);
    section.integer("integerOr", 0, 9, 3);
    section.port("port", 1);
    section.portOrOff("off");
    section.host("host", "h");
    section.duration("duration", ChronoUnit.MILLIS, 0);
    section.duration("durationOr", ChronoUnit.MILLIS, 0, Duration.ofSeconds(2));
    section.choice("choice", Map.of("a", 1));
    section.choice("choiceOr", Map.of("a", 1), 1);
    section.choice("enum", Colour.GREEN);
    section.strings("strings");
    section.stringMap("map");
    section.stringLists("lists");
    section.file("file");
    section.section("sub").bool("key", false);
    Map<String, Object> values =
        section.effective().config().settings().entrySet().stream()
            .filter(entry -> entry.getValue().value() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value()));
    assertEquals(
        Map.ofEntries(
            Map.entry("stringOr", "s"),
            Map.entry("bool", true),
            Map.entry("number", 5L),
            Map.entry("integerOr", 3L),
            Map.entry("port", 1L),
            Map.entry("off", 0L),
            Map.entry("host", "h"),
            Map.entry("durationOr", 2000L),
            Map.entry("choiceOr", "a"),
            Map.entry("enum", "green"),
            Map.entry("strings", List.of()),
            Map.entry("map", Map.of()),
            Map.entry("lists", Map.of()),
            Map.entry("file", file.toString()),
            Map.entry("sub.key", false)),
        values);
    assertEquals(
        Set.of("string", "secret", "integer", "duration", "choice"),
        section.effective().config().settings().entrySet().stream()
            .filter(entry -> entry.getValue().value() == null)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  @Test
  void whatTheServerDoesNotGoByIsNoSetting() {
    EffectiveConfig config =
        effective(
            """
            {"colour": "red", "tls": {"ca": "x"}, "reliable_ack_workers": 3, "kinesis": {"a": 1},
             "mqtt": {}, "pubsub": {"reliable_ack": true, "gcp_project_id": "p"}}
            """);
    assertEquals(Set.of("colour", "tls.ca"), config.ignored(Ignored.UNKNOWN));
    assertEquals(
        Set.of("pubsub.reliable_ack", "reliable_ack_workers"),
        config.ignored(Ignored.WITHOUT_EFFECT));
    assertEquals(Set.of("pubsub", "kinesis"), config.ignored(Ignored.NOT_AVAILABLE));
    assertFalse(config.settings().containsKey("reliable_ack_workers"));
  }

  @Test
  void aValueThatIsRefusedIsNoSetting() {
    EffectiveConfig config = effective("{\"port\": -1}");
    assertFalse(config.settings().containsKey("port"));
    assertTrue(config.settings().containsKey("host"));
  }
}
