package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.Problems.Problem;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {

  private enum Colour {
    RED,
    GREEN
  }

  private final Problems problems = new Problems();

  private Section section(String json) {
    return section(json, Map.of());
  }

  private Section section(String json, Map<String, String> environment) {
    return Section.of("s", new JsonObject(json).getMap(), environment, problems);
  }

  private void assertErrors(String... expected) {
    assertEquals(List.of(expected), problems.errors().stream().map(Problem::toString).toList());
  }

  private void assertWarnings(String... expected) {
    assertEquals(List.of(expected), problems.warnings().stream().map(Problem::toString).toList());
  }

  @Test
  void readsEachKind(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("f"), "x");
    Section section =
        section(
            """
            {"text": "t", "yes": true, "n": -3, "big": 9000000000, "port": 0, "wait": 5,
             "colour": "Green", "list": ["a", "b"], "lists": {"V": ["x"], "v": []},
             "map": {"V": "k"}, "pass": "word", "file": "%s", "noFile": ""}
            """
                .formatted(file));
    assertEquals(Optional.of("t"), section.string("text"));
    assertEquals("t", section.requiredString("text"));
    assertTrue(section.bool("yes", false));
    assertEquals(-3, section.integer("n", -5, 5, 0));
    assertEquals(9_000_000_000L, section.wholeNumber("big", 0, Long.MAX_VALUE, 1));
    assertEquals(0, section.port("port", 443));
    assertEquals(
        Optional.of(Duration.ofSeconds(5)), section.duration("wait", ChronoUnit.SECONDS, 1));
    assertEquals(Colour.GREEN, section.choice("colour", Colour.RED));
    assertEquals(List.of("a", "b"), section.strings("list"));
    assertEquals(Map.of("V", List.of("x"), "v", List.of()), section.stringLists("lists"));
    assertEquals(Map.of("V", "k"), section.stringMap("map"));
    assertEquals(Optional.of(new Secret("word")), section.secret("pass"));
    assertEquals(file, section.requiredFile("file"));
    assertEquals(Optional.empty(), section.file("noFile"));
    section.reportUnknownKeys(true);
    assertErrors();
    assertWarnings();
  }

  @Test
  void keysMatchInAnyCaseAndNullIsAbsent() {
    Section section = section("{\"Text\": \"t\", \"YES\": null, \"Sub\": {\"KEY\": 1}}");
    assertEquals(Optional.of("t"), section.string("tExT"));
    assertTrue(section.bool("yes", true));
    assertFalse(section.has("yes"));
    assertEquals(1, section.section("sub").integer("key", 0, 9, 0));
    assertSame(section.section("sub"), section.section("SUB"));
    section.reportUnknownKeys(true);
    assertErrors();
  }

  @Test
  void whatIsAbsentIsTheDefault() {
    Section section = section("{}");
    assertEquals(Optional.empty(), section.string("a"));
    assertTrue(section.bool("b", true));
    assertEquals(7, section.integer("c", 0, 9, 7));
    assertEquals(Colour.RED, section.choice("d", Colour.RED));
    assertEquals(List.of(), section.strings("e"));
    assertEquals(Map.of(), section.stringMap("f"));
    assertEquals(Optional.empty(), section.duration("g", ChronoUnit.MILLIS, 0));
    assertFalse(section.section("h").isPresent());
    assertTrue(section("{\"h\": {}}").section("h").isPresent());
    assertErrors();
  }

  @Test
  void eachProblemNamesKeyValueAndRule() {
    Section section =
        section(
            """
            {"text": 1, "yes": "true", "n": 0, "f": 1.0, "big": 99999999999999999999, "port": 65536,
             "wait": -1, "colour": "blue", "list": ["a", 1], "map": {"V": 3}, "sub": [],
             "lists": {"V": null, "a": "x"}, "file": "/nowhere/\\u0007"}
            """);
    section.string("text");
    section.bool("yes", false);
    section.integer("n", 1, Integer.MAX_VALUE, 1);
    section.integer("f", 0, 5, 1);
    section.integer("big", 0, 5, 1);
    section.port("port", 1);
    section.duration("wait", ChronoUnit.SECONDS, 0);
    section.choice("colour", Colour.RED);
    section.strings("list");
    section.stringMap("map");
    section.section("sub").string("x");
    section.stringLists("lists");
    section.requiredFile("file");
    section.requiredString("absent");
    section.requiredFile("absentFile");
    assertErrors(
        "s.text: 1 — must be text",
        "s.yes: \"true\" — must be true or false",
        "s.n: 0 — must be a whole number from 1 to 2147483647",
        "s.f: 1.0 — must be a whole number from 0 to 5",
        "s.big: 99999999999999999999 — must be a whole number from 0 to 5",
        "s.port: 65536 — must be a whole number from 0 to 65535",
        "s.wait: -1 — must be a whole number from 0 to 2147483647 (seconds)",
        "s.colour: \"blue\" — must be one of red, green",
        "s.list: [\"a\", 1] — must be a list of texts",
        "s.map.V: 3 — must be text",
        "s.sub: [] — must be an object",
        "s.lists.a: \"x\" — must be a list of texts",
        "s.file: \"/nowhere/?\" — must name a file that can be read",
        "s.absent: missing — is required",
        "s.absentFile: missing — is required: a file that can be read");
  }

  @Test
  void unknownKeysNameTheNearestOne() {
    Section section = section("{\"Porrt\": 1, \"zzz\": null, \"sub\": {\"colr\": \"s3cret\"}}");
    section.port("port", 1);
    section.string("host");
    section.section("sub").string("colour");
    section.reportUnknownKeys(false);
    assertWarnings(
        "s.Porrt — unknown key; the nearest known one is s.port; ignored",
        "s.sub.colr — unknown key; the nearest known one is s.sub.colour; ignored");
    assertErrors();
    section.reportUnknownKeys(true);
    assertErrors(
        "s.Porrt — unknown key; the nearest known one is s.port",
        "s.sub.colr — unknown key; the nearest known one is s.sub.colour");
  }

  @Test
  void ofKeysThatDifferInCaseTheLastCounts() {
    Section section = section("{\"port\": 1, \"PORT\": 2}");
    assertEquals(2, section.port("port", 1));
    section.reportUnknownKeys(true);
    assertWarnings("s.port — is given more than once; the last one counts");
    assertErrors();
  }

  @Test
  void givesWhatNobodyAskedForWithItsType() {
    Section section =
        section(
            "{\"a.b\": \"${X}\", \"C\": 1.5, \"n\": 5, \"t\": true, \"o\": {\"x\": [null]}, "
                + "\"z\": null, \"taken\": 1}",
            Map.of("X", "value"));
    section.integer("taken", 0, 9, 0);
    Map<String, Object> remaining = section.remaining();
    assertEquals(List.of("a.b", "C", "n", "t", "o"), List.copyOf(remaining.keySet()));
    assertEquals("value", remaining.get("a.b"));
    assertEquals(1.5, remaining.get("C"));
    assertEquals(5, remaining.get("n"));
    assertEquals(true, remaining.get("t"));
    section.reportUnknownKeys(true);
    assertErrors();
  }

  @Test
  void secretsAreInNoMessage() {
    Section section = section("{\"code\": 4711, \"sasl.password\": \"geheim\", \"acks\": \"x\"}");
    section.secret("code");
    section.remaining();
    section.error("sasl.password", "is wrong");
    section.warning("acks", "is odd");
    assertErrors("s.code: (hidden) — must be text", "s.sasl.password: (hidden) — is wrong");
    assertWarnings("s.acks: \"x\" — is odd");
    assertEquals("(hidden)", new Secret("geheim").toString());
  }

  @Test
  void takesTextsFromTheEnvironment() {
    Section section =
        section(
            """
            {"a": "${HOST}:${PORT:-443}", "port": "${PORT:-443}", "on": "${ON}", "e": "${EMPTY}",
             "list": ["${HOST}", "$HOST"], "no": "${NOT_SET}", "nos": ["x-${NOT_SET}"],
             "required": "${EMPTY}", "bad": "${HOST}", "set": "${EMPTY:-x}"}
            """,
            Map.of("HOST", "a$1\\", "ON", "true", "EMPTY", ""));
    assertEquals(Optional.of("a$1\\:443"), section.string("a"));
    assertEquals(443, section.port("port", 1));
    assertTrue(section.bool("on", false));
    assertEquals(Optional.of(""), section.string("e"));
    assertEquals(Optional.of(""), section.string("set"));
    assertEquals(List.of("a$1\\", "$HOST"), section.strings("list"));
    assertEquals("", section.requiredString("no"));
    section.strings("nos");
    section.requiredString("required");
    section.port("bad", 1);
    assertErrors(
        "s.no: \"${NOT_SET}\" — the environment variable NOT_SET is not set; "
            + "set it or write ${NOT_SET:-default}",
        "s.nos: [\"x-${NOT_SET}\"] — the environment variable NOT_SET is not set; "
            + "set it or write ${NOT_SET:-default}",
        "s.required: \"${EMPTY}\" — is required",
        "s.bad: \"${HOST}\" — must be a whole number from 0 to 65535");
  }

  @Test
  void takesTextsFromFiles(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("secret"), "pass ${X}\n\n");
    Files.writeString(directory.resolve("windows"), "word\r\n");
    Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff});
    Section section =
        section(
            """
            {"a": "@file:${DIR}/secret", "b": "@file:${DIR}/windows", "c": " @file:x",
             "none": "@file:${DIR}/none", "binary": "@file:${DIR}/binary"}
            """,
            Map.of("DIR", directory.toString()));
    assertEquals(Optional.of("pass ${X}\n"), section.string("a"));
    assertEquals(Optional.of("word"), section.string("b"));
    assertEquals(Optional.of(" @file:x"), section.string("c"));
    section.string("none");
    section.string("binary");
    assertErrors(
        "s.none: \"@file:${DIR}/none\" — the file after @file: cannot be read as text",
        "s.binary: \"@file:${DIR}/binary\" — the file after @file: cannot be read as text");
  }

  @Test
  void aKeyWithoutEffectIsAWarning() {
    Section section = section("{\"old\": true}");
    section.withoutEffect("old");
    section.withoutEffect("older");
    section.reportUnknownKeys(true);
    assertWarnings("s.old: true — has no effect");
    assertErrors();
  }

  @Test
  void timesAsText() {
    Section section =
        section(
            """
            {"a": "1m30s", "b": "250ms", "c": 1500000000, "d": -1, "e": "1.5h", "f": "0",
             "g": "5us3ns"}
            """);
    assertEquals(Optional.of(Duration.ofSeconds(90)), section.durationText("a"));
    assertEquals(Optional.of(Duration.ofMillis(250)), section.durationText("b"));
    assertEquals(Optional.of(Duration.ofMillis(1500)), section.durationText("c"));
    assertEquals(Optional.of(Duration.ofNanos(-1)), section.durationText("d"));
    assertEquals(Optional.of(Duration.ofMinutes(90)), section.durationText("e"));
    assertEquals(Optional.of(Duration.ZERO), section.durationText("f"));
    assertEquals(Optional.of(Duration.ofNanos(5003)), section.durationText("g"));
    assertEquals(Optional.empty(), section.durationText("absent"));
    assertErrors();
    EffectiveConfig effective = section.effective().config();
    assertEquals("1m30s", effective.setting("s.a").orElseThrow().value());
    assertEquals("1s500ms", effective.setting("s.c").orElseThrow().value());
    assertEquals(-1L, effective.setting("s.d").orElseThrow().value());
  }

  @Test
  void whatIsNoTime() {
    Section section =
        section("{\"a\": \"5\", \"b\": \"s\", \"c\": -2, \"d\": 1.5, \"e\": \"9999999999999h\"}");
    for (String key : List.of("a", "b", "c", "d", "e")) {
      assertEquals(Optional.empty(), section.durationText(key));
    }
    String rule =
        "must be a time such as 250ms, 5s or 1m30s, or a whole number of nanoseconds of -1 or more";
    assertErrors(
        "s.a: \"5\" — " + rule,
        "s.b: \"s\" — " + rule,
        "s.c: -2 — " + rule,
        "s.d: 1.5 — " + rule,
        "s.e: \"9999999999999h\" — " + rule);
  }

  @Test
  void theEnvironmentWinsOverASecret() {
    Section section = section("{\"pass\": \"file\"}", Map.of("A", "environment", "B", ""));
    assertEquals(Optional.of(new Secret("environment")), section.secret("pass", "A"));
    assertEquals(
        "environment A", section.effective().config().setting("s.pass").orElseThrow().origin());
    assertEquals(Optional.of(new Secret("file")), section.secret("pass", "B"));
    assertEquals(Optional.of(new Secret("file")), section.secret("pass", "C"));
  }
}
