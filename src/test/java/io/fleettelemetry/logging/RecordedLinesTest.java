package io.fleettelemetry.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

/**
 * Lines of a server in the field: each is taken apart, logged again, and must come out as it was.
 * Text lines with nested values are left out, ours are JSON there.
 */
class RecordedLinesTest {

  /** What the encoders add by themselves. */
  private static final Set<String> ADDED = Set.of("time", "level", "msg", "context", "activity");

  /** A name, and a value that is quoted or not. */
  private static final Pattern TEXT_FIELD =
      Pattern.compile("([^ =\"]*)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^ \"]*))");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x(..)|u(....)|(.))");

  @ParameterizedTest
  @MethodSource("jsonLines")
  void jsonLineComesOutAsItWas(String line) {
    Map<String, Object> fields = new JsonObject(line).getMap();

    assertEquals(line + "\n", encoded(new JsonLineEncoder(), fields));
  }

  @ParameterizedTest
  @MethodSource("textLines")
  void textLineComesOutAsItWas(String line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Matcher matcher = TEXT_FIELD.matcher(line);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      fields.put(matcher.group(1), quoted == null ? matcher.group(3) : unescaped(quoted));
    }

    assertEquals(line + "\n", encoded(new LogfmtEncoder(), fields));
  }

  static Stream<String> jsonLines() throws IOException {
    return resource("recorded.jsonl").lines();
  }

  static Stream<String> textLines() throws IOException {
    return resource("recorded.txt").lines();
  }

  private static String encoded(LineEncoder encoder, Map<String, Object> fields) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName("io.fleettelemetry.server.Recorded");
    event.setLevel(Level.toLevel(fields.get("level").toString()));
    event.setMessage(fields.get("msg").toString());
    event.setInstant(Instant.parse(fields.get("time").toString()));
    fields.forEach(
        (name, value) -> {
          if (!ADDED.contains(name)) {
            event.addKeyValuePair(new KeyValuePair(name, value));
          }
        });
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  private static String unescaped(String quoted) {
    return ESCAPE
        .matcher(quoted)
        .replaceAll(
            match -> {
              String code = match.group(1) != null ? match.group(1) : match.group(2);
              String plain =
                  code != null
                      ? Character.toString(Integer.parseInt(code, 16))
                      : match.group(3).equals("n") ? "\n" : match.group(3);
              return Matcher.quoteReplacement(plain);
            });
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RecordedLinesTest.class.getResourceAsStream("/logging/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
