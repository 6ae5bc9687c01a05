package io.fleettelemetry.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the first JSON value of a file, as the server in the field does: text after it is ignored
 * and of a repeated key the last counts, here with a warning each. Vert.x's own decoder refuses the
 * one and hides the other.
 */
final class JsonReader {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;
  private final Problems problems;

  private JsonReader(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * The object in the file, its members in the file's order.
   *
   * @param file its name, for messages
   * @return empty when there is none, which {@code problems} then knows
   */
  static Optional<Map<String, Object>> read(String file, byte[] json, Problems problems) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return new JsonReader(parser, problems).file(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private Optional<Map<String, Object>> file(String file) throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        problems.error(file, "", "must hold a JSON object");
        return Optional.empty();
      }
      Map<String, Object> object = object("");
      warnOfMore(file);
      return Optional.of(object);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      problems.error(file, place(place), "is not valid JSON: " + reason(e));
      return Optional.empty();
    }
  }

  private Map<String, Object> object(String path) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String memberPath = path.isEmpty() ? name : path + "." + name;
      parser.nextToken();
      if (object.containsKey(name)) {
        problems.warning(memberPath, "", "is given more than once; the last one counts");
      }
      object.put(name, value(memberPath));
    }
    return object;
  }

  private List<Object> list(String path) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(path));
    }
    return list;
  }

  /** The value that starts at the current token. Jackson bounds how deep values nest. */
  private Object value(String path) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> list(path);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private void warnOfMore(String file) throws IOException {
    JsonLocation end = parser.currentLocation();
    boolean more;
    try {
      more = parser.nextToken() != null;
    } catch (JsonProcessingException e) {
      more = true;
    }
    if (more) {
      problems.warning(file, "", "has text after the JSON object, from " + place(end));
    }
  }

  private static String place(JsonLocation location) {
    return "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /**
   * Without the token that was not understood, which may be a password that lacks its quotes, and
   * without what the parser says of itself.
   */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceFirst("^(Unrecognized token) '.*?':", "$1:")
        .replaceFirst("\\[Source: .*; line: (\\d+), column: (\\d+)]", "line $1, column $2");
  }
}
