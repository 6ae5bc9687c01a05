package io.fleettelemetry.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {

  private static final String TEXT_START = "time=\"2026-11-24T16:35:01Z\" level=info msg=event ";
  private static final String ACTIVITY = "activity=true context=fleet-telemetry";

  private final LoggingEvent event = event(Level.INFO, "event");

  @Test
  void fieldsAreSortedByName() {
    with("z", 1);
    with("b", "two");
    with("Z", true);

    assertEquals(
        TEXT_START + "Z=true activity=true b=two context=fleet-telemetry z=1\n", text(event));
    assertEquals(
        "{\"Z\":true,\"activity\":true,\"b\":\"two\",\"context\":\"fleet-telemetry\","
            + "\"level\":\"info\",\"msg\":\"event\",\"time\":\"2026-11-24T16:35:01.5Z\",\"z\":1}\n",
        json(event));
  }

  @ParameterizedTest
  @CsvSource({"TRACE,trace", "DEBUG,debug", "INFO,info", "WARN,warning", "ERROR,error"})
  void levelsHaveTheFieldsNames(String level, String written) {
    LoggingEvent leveled = event(Level.toLevel(level), "event");

    assertTrue(text(leveled).contains(" level=" + written + " "), text(leveled));
    assertEquals(written, new JsonObject(json(leveled)).getString("level"));
    assertEquals(
        level.equals("INFO") ? true : null, new JsonObject(json(leveled)).getBoolean("activity"));
  }

  @Test
  void errorLinesAlwaysCarryAnError() {
    LoggingEvent error = event(Level.ERROR, "event");

    assertTrue(text(error).endsWith("context=fleet-telemetry error=\"<nil>\"\n"), text(error));
    assertTrue(json(error).contains("\"error\":null"), json(error));
  }

  @Test
  void nestedValuesAreJsonAndQuotedInText() {
    with("raw", new RawJson("{\"a\": [1,\n2]}"));
    with("map", Map.of("b", List.of("x", 2.5), "a", new RawJson("null")));
    with("list", Arrays.asList(1, null, Double.NaN));

    assertEquals(
        TEXT_START
            + ACTIVITY
            + " list=\"[1,null,\\\"NaN\\\"]\""
            + " map=\"{\\\"a\\\":null,\\\"b\\\":[\\\"x\\\",2.5]}\""
            + " raw=\"{\\\"a\\\": [1, 2]}\"\n",
        text(event));
    assertTrue(
        json(event)
            .contains(
                "\"list\":[1,null,\"NaN\"],\"map\":{\"a\":null,\"b\":[\"x\",2.5]},"
                    + "\"msg\":\"event\",\"raw\":{\"a\": [1, 2]}"),
        json(event));
  }

  @Test
  void anyOtherValueIsItsText() {
    with("duration", Duration.ofSeconds(5));
    with("infinite", Float.POSITIVE_INFINITY);
    with("nothing", null);

    assertEquals(
        TEXT_START + ACTIVITY + " duration=PT5S infinite=Infinity nothing=\"<nil>\"\n",
        text(event));
    assertTrue(
        json(event).contains("\"duration\":\"PT5S\",\"infinite\":\"Infinity\""), json(event));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "plain-._/@^+9, plain-._/@^+9",
        "a b, \"a b\"",
        "a=b, \"a=b\"",
        "a:b, \"a:b\"",
        "über, \"über\"",
        "a\"b\\c, \"a\\\"b\\\\c\"",
      })
  void textIsQuotedWhereNeeded(String value, String written) {
    with("f", value);

    assertEquals(TEXT_START + ACTIVITY + " f=" + written + "\n", text(event));
  }

  @Test
  void aLineIsOneLineWhateverTheValue() {
    String nasty =
        "\0\7\b\t\n\u000b\f\r\u001b\u007f\u0085\u00a0\u00ad\u2028\u2029\ufeff\ud800\udbff\udfff\ue000";
    with("f", nasty);
    with(nasty, "v");

    assertEquals(
        "\"\\x00\\a\\b\\t\\n\\v\\f\\r\\x1b\\x7f\\u0085\\u00a0\\u00ad\\u2028\\u2029\\ufeff\\ufffd"
            + "\\U0010ffff\\ue000\"",
        text(event).split(" f=", -1)[1].trim());
    assertEquals(1, text(event).lines().count());
    String line = json(event);
    assertEquals(line.length() - 1, line.chars().filter(c -> c >= ' ').count());
    assertFalse(line.contains("\u2028") || line.contains("\u0085") || line.contains("\u007f"));
    assertEquals(
        nasty.replace('\ud800', '\ufffd').replace("\ufffd\udbff", "\ufffd\udbff"),
        new JsonObject(line).getString("f"));
  }

  @Test
  void namesOfTheFormatItselfAreMovedAside() {
    with("msg", "mine");
    with("time", 1);
    with("level", 2);
    with("context", "V");
    with("logger", "x");

    assertEquals(
        TEXT_START
            + ACTIVITY
            + " fields.context=V fields.level=2 fields.logger=x fields.msg=mine fields.time=1\n",
        text(event));
    assertEquals("event", new JsonObject(json(event)).getString("msg"));
  }

  @Test
  void namesThatCouldBeTakenForSomethingElseAreQuoted() {
    with("", "empty");
    with("a level=error", "x");

    assertEquals(TEXT_START + "=empty \"a level=error\"=x " + ACTIVITY + "\n", text(event));
  }

  @Test
  void librariesLinesNameTheirLogger() {
    event.setLoggerName("io.vertx.core.impl.Something");

    assertEquals(TEXT_START + ACTIVITY + " logger=io.vertx.core.impl.Something\n", text(event));
  }

  @Test
  void aThrowableIsItsMessageAndItsStackWhereThatHelps() {
    Exception thrown = new IllegalStateException("bad state", new RuntimeException("cause"));
    LoggingEvent error = event(Level.ERROR, "event");
    error.setThrowableProxy(new ThrowableProxy(thrown));
    LoggingEvent warning = event(Level.WARN, "event");
    warning.setThrowableProxy(new ThrowableProxy(new IllegalStateException()));

    JsonObject errorLine = new JsonObject(json(error));
    assertEquals("bad state", errorLine.getString("error"));
    assertTrue(errorLine.getString("stack").contains("Caused by: java.lang.RuntimeException"));
    assertEquals(1, text(error).lines().count());
    JsonObject warningLine = new JsonObject(json(warning));
    assertEquals("java.lang.IllegalStateException", warningLine.getString("error"));
    assertFalse(warningLine.containsKey("stack"));
  }

  @Test
  void anErrorOfTheEventsOwnIsKept() {
    LoggingEvent error = event(Level.ERROR, "event");
    error.addKeyValuePair(new KeyValuePair("error", "what we say"));
    error.setThrowableProxy(new ThrowableProxy(new IllegalStateException("what it says")));

    assertEquals("what we say", new JsonObject(json(error)).getString("error"));
  }

  @Test
  void wholeSecondsHaveNoFraction() {
    event.setInstant(Instant.parse("2026-11-24T16:35:01Z"));

    assertTrue(json(event).contains("\"time\":\"2026-11-24T16:35:01Z\""));
  }

  private void with(String name, Object value) {
    event.addKeyValuePair(new KeyValuePair(name, value));
  }

  private static LoggingEvent event(Level level, String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName("io.fleettelemetry.server.Something");
    event.setLevel(level);
    event.setMessage(message);
    event.setInstant(Instant.parse("2026-11-24T16:35:01.5Z"));
    return event;
  }

  private static String text(LoggingEvent event) {
    return new String(new LogfmtEncoder().encode(event), StandardCharsets.UTF_8);
  }

  private static String json(LoggingEvent event) {
    return new String(new JsonLineEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
