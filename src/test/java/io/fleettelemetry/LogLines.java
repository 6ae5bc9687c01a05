package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/** Asserts that a process has written log lines, and nothing else. */
final class LogLines {

  private static final Pattern LOGFMT =
      Pattern.compile(
          "time=\"[0-9T:-]+Z\" level=[a-z]+ msg=VALUE( [^\\s\"=]+=VALUE)*"
              .replace("VALUE", "([^\\s\"=]*|\"([^\"\\\\]|\\\\.)*\")"));

  private LogLines() {}

  /** At least one, each a JSON object with what every line has. */
  static List<JsonObject> assertJson(String output) {
    List<JsonObject> lines = output.lines().map(JsonObject::new).toList();
    assertFalse(lines.isEmpty(), "no lines");
    for (JsonObject line : lines) {
      assertTrue(line.fieldNames().containsAll(List.of("time", "level", "msg")), line::encode);
    }
    return lines;
  }

  /** At least one, each of them text. */
  static void assertText(String output) {
    assertFalse(output.isEmpty(), "no lines");
    output.lines().forEach(line -> assertTrue(LOGFMT.matcher(line).matches(), line));
  }
}
