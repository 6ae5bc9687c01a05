package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.Loading.Refused;
import io.fleettelemetry.config.Problems.Problem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads configurations made of a valid base and what a test adds to it. */
final class ConfigFixture {

  /** What the dispatchers' readers of these tests give. */
  record FakeSettings(String name, boolean present, Map<String, Object> values) {}

  private final Path directory;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /**
   * @param directory gets a file for each of the certificate, its key and an authority
   */
  ConfigFixture(Path directory) {
    this.directory = directory;
    for (String name : List.of("server.crt", "server.key", "ca.crt")) {
      try {
        Files.writeString(directory.resolve(name), "not looked into");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  ConfigFixture with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  static Map<String, SettingsReader<?>> readers() {
    Map<String, SettingsReader<?>> readers = new LinkedHashMap<>();
    for (String name : List.of("logger", "kafka", "file")) {
      readers.put(name, s -> new FakeSettings(name, s.isPresent(), s.remaining()));
    }
    readers.put(
        "zmq",
        section -> {
          section.file("server_key_json_path");
          section.file("allowed_public_keys_json_path");
          return new FakeSettings("zmq", section.isPresent(), section.remaining());
        });
    for (String name : List.of("mqtt", "redis")) {
      readers.put(name, section -> readWithTls(name, section));
    }
    readers.put(
        SettingsReader.CUSTOM, s -> new FakeSettings(s.name(), s.isPresent(), s.remaining()));
    return readers;
  }

  private static FakeSettings readWithTls(String name, Section section) {
    Optional<ClientTlsConfig> tls = ClientTlsConfig.read(section, "tls");
    Map<String, Object> values = section.remaining();
    tls.ifPresent(config -> values.put("tls", config));
    return new FakeSettings(name, section.isPresent(), values);
  }

  /** The smallest file, with these members added to it. */
  String json(String members) {
    JsonObject base =
        new JsonObject()
            .put("records", new JsonObject("{\"V\": [\"logger\"]}"))
            .put(
                "tls",
                new JsonObject()
                    .put("server_cert", file("server.crt").toString())
                    .put("server_key", file("server.key").toString()));
    return base.mergeIn(new JsonObject(members), true).encode();
  }

  Loading load(String json, boolean strict) {
    return new ConfigLoader(readers(), strict)
        .read("config.json", json.getBytes(StandardCharsets.UTF_8), environment);
  }

  /** What the base and these members give; no warning is expected. */
  ServerConfig config(String members) {
    return loaded(members).config();
  }

  Loaded loaded(String members, String... warnings) {
    Loaded loaded = assertInstanceOf(Loaded.class, load(json(members), false));
    assertEquals(List.of(warnings), lines(loaded.warnings()));
    return loaded;
  }

  void assertRefused(String members, String... errors) {
    Refused refused = assertInstanceOf(Refused.class, load(json(members), false));
    assertEquals(List.of(errors), lines(refused.errors()));
  }

  static List<String> lines(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }
}
