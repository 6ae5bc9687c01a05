package io.fleettelemetry.dispatch.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fleettelemetry.config.ClientTlsConfig;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.Secret;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.mqtt.MqttSettings.Announcing;
import io.fleettelemetry.dispatch.mqtt.MqttSettings.Login;
import io.fleettelemetry.dispatch.mqtt.MqttSettings.Times;
import io.fleettelemetry.dispatch.mqtt.MqttSettings.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttSettingsTest {

  private static final Times DEFAULT_TIMES =
      new Times(
          Duration.ofSeconds(30),
          Duration.ofMillis(2_500),
          Duration.ofMillis(250),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));

  @TempDir Path directory;
  private final Problems problems = new Problems();

  @Test
  void defaults() {
    assertEquals(
        new MqttSettings(
            new BrokerAddress("b", 1883, false, Optional.empty(), Optional.empty(), "b:1883"),
            Version.V3_1_1,
            "",
            Optional.empty(),
            "",
            0,
            false,
            64,
            Optional.empty(),
            DEFAULT_TIMES,
            new Announcing(Optional.empty(), false)),
        read(Map.of("broker", "b:1883")));
    assertEquals(List.of(), problems.errors());
    assertEquals(
        List.of(
            new Problem(
                "mqtt.topic_base", "missing", "is not set: topics begin with a slash and the VIN")),
        problems.warnings());
  }

  @Test
  void aZeroIsTheDefault() {
    Map<String, Object> zeros = new HashMap<>(Map.of("broker", "b:1883"));
    for (String key :
        List.of(
            "qos",
            "max_in_flight",
            "connect_timeout_ms",
            "publish_timeout_ms",
            "disconnect_timeout_ms",
            "connect_retry_interval_ms",
            "keep_alive_seconds",
            "start_timeout_s")) {
      zeros.put(key, 0);
    }
    MqttSettings settings = read(zeros);
    assertEquals(DEFAULT_TIMES, settings.times());
    assertEquals(64, settings.maxInFlight());
    assertEquals(0, settings.qos());
  }

  @Test
  void fullMapping() throws IOException {
    Path ca = Files.createFile(directory.resolve("ca.pem"));
    Map<String, Object> values = new HashMap<>();
    values.put("broker", "wss://b.example.com/mqtt?x=1");
    values.put("protocol_version", "5");
    values.put("client_id", "me");
    values.put("username", "u");
    values.put("password", "p");
    values.put("topic_base", "cars/mine/");
    values.put("qos", 2);
    values.put("retained", true);
    values.put("max_in_flight", 7);
    values.put("tls", Map.of("ca_file", ca.toString()));
    values.put("connect_timeout_ms", 1);
    values.put("publish_timeout_ms", 2);
    values.put("disconnect_timeout_ms", 3);
    values.put("connect_retry_interval_ms", 4);
    values.put("keep_alive_seconds", 5);
    values.put("start_timeout_s", 6);
    values.put("discovery", "HomeAssistant");
    values.put("discovery_prefix", "ha");
    values.put("last_will", true);
    MqttSettings settings = read(values);
    assertEquals(
        new MqttSettings(
            new BrokerAddress(
                "b.example.com",
                443,
                true,
                Optional.of("mqtt?x=1"),
                Optional.empty(),
                "wss://b.example.com/mqtt?x=1"),
            Version.V5,
            "me",
            Optional.of(new Login("u", new Secret("p"))),
            "cars/mine/",
            2,
            true,
            7,
            Optional.of(new ClientTlsConfig(Optional.of(ca), Optional.empty())),
            new Times(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(3),
                Duration.ofMillis(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6)),
            new Announcing(Optional.of("ha"), true)),
        settings);
    assertEquals(List.of(), problems.errors());
    assertFalse(settings.toString().contains("password=p"), settings::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b:1883                   | b         | 1883 | false | ",
        "b                        | b         | 1883 | false | ",
        ":1883                    | 127.0.0.1 | 1883 | false | ",
        "tcp://b                  | b         | 1883 | false | ",
        "mqtt://b:1               | b         | 1    | false | ",
        "MQTT://b/                | b         | 1883 | false | ",
        "ssl://b                  | b         | 8883 | true  | ",
        "tls://b                  | b         | 8883 | true  | ",
        "mqtts://b                | b         | 8883 | true  | ",
        "mqtt+ssl://b:2           | b         | 2    | true  | ",
        "tcps://b                 | b         | 8883 | true  | ",
        "ws://b/a/b               | b         | 80   | false | a/b",
        "ws://b                   | b         | 80   | false | ''",
        "wss://b:9                | b         | 9    | true  | ''",
        "tcp://[::1]:1883         | ::1       | 1883 | false | ",
      })
  void brokers(String given, String host, int port, boolean tls, String path) {
    assertEquals(
        Optional.of(
            new BrokerAddress(host, port, tls, Optional.ofNullable(path), Optional.empty(), given)),
        BrokerAddress.parse(given));
  }

  @ParameterizedTest
  @CsvSource({
    "http://b",
    "b:70000",
    "b:0",
    "tcp://b/path",
    "http://user:secret@b",
    "://b",
    "a b",
    "ws://b#x",
  })
  void whatIsNoBroker(String given) {
    read(Map.of("broker", given));
    assertEquals(List.of("mqtt.broker"), problems.errors().stream().map(Problem::path).toList());
    assertEquals(BrokerAddress.RULE, problems.errors().get(0).rule());
    assertFalse(problems.errors().toString().contains("secret"), "a login is a secret");
  }

  @Test
  void aLoginInTheUrlCountsAndIsNotShown() {
    MqttSettings settings =
        read(
            Map.of(
                "broker", "mqtt://me:p%40ss:word@b:1883",
                "username", "other",
                "password", "none",
                "topic_base", "t"));
    assertEquals(Optional.of(new Login("me", new Secret("p@ss:word"))), settings.login());
    assertEquals("mqtt://b:1883", settings.broker().toString());
    assertEquals(List.of(), problems.errors());
    assertEquals("mqtt.broker", problems.warnings().get(0).path());
    assertFalse((problems.warnings() + " " + settings).contains("word@"), "a login is a secret");
    assertFalse(settings.toString().contains("p@ss"), settings::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qos              | 3      | must be a whole number from 0 to 2",
        "max_in_flight    | 65536  | must be a whole number from 0 to 65535",
        "keep_alive_seconds | 65536 | must be a whole number from 0 to 65535",
        "protocol_version | \"4\"  | must be one of 3.1.1, 5",
        "discovery        | \"on\" | must be one of off, homeassistant",
        "topic_base       | \"a/#\" | must be a topic, without +, # and control characters",
        "discovery_prefix | \"+\" | must be a topic, without +, # and control characters",
      })
  void rejections(String key, String value, String rule) {
    Object given =
        value.startsWith("\"") ? value.substring(1, value.length() - 1) : Integer.valueOf(value);
    read(Map.of("broker", "b:1883", key, given));
    assertEquals(List.of(new Problem("mqtt." + key, value, rule)), problems.errors());
  }

  @Test
  void whatDoesNotGoTogether() {
    MqttSettings settings =
        read(Map.of("broker", "b:1883", "tls", Map.of(), "password", "p", "topic_base", "t"));
    assertEquals(List.of("mqtt.tls"), problems.errors().stream().map(Problem::path).toList());
    assertEquals(
        "does not go with broker b:1883, which is not encrypted", problems.errors().get(0).rule());
    assertEquals("has no effect without username", problems.warnings().get(0).rule());
    assertEquals(Optional.empty(), settings.login());
  }

  @Test
  void theBrokerIsRequired() {
    read(Map.of());
    assertEquals(List.of(new Problem("mqtt.broker", "missing", "is required")), problems.errors());
  }

  private MqttSettings read(Map<String, Object> values) {
    return MqttSettings.read(Section.of("mqtt", values, Map.of(), problems));
  }
}
