package io.fleettelemetry.cli.show;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fleettelemetry.transform.LocationText;
import io.fleettelemetry.transform.ShortestDecimal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value of {@code V} as text: numbers, enums and the texts of older firmware as they are, places
 * and sets of doors in one form, whichever the vehicle sends.
 */
final class ValueText {

  /** The vehicle says that it has no valid value. */
  static final String INVALID = "<invalid>";

  /** The signal came without a value. */
  static final String NONE = "<none>";

  /** A kind of value that the schema did not know when it was stored. */
  static final String UNKNOWN = "<unknown>";

  private final Notation notation;

  ValueText(Notation notation) {
    this.notation = notation;
  }

  /** The text of the value that the parser is at, and goes past. */
  String of(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return NONE;
    }
    String text = UNKNOWN;
    String kind;
    while ((kind = json.nextFieldName()) != null) {
      text = json.nextToken() == JsonToken.START_OBJECT ? message(kind, json) : scalar(kind, json);
    }
    return text;
  }

  private String scalar(String kind, JsonParser json) throws IOException {
    String text = json.getText();
    json.skipChildren();
    return kind.equals("invalid") ? INVALID : place(text);
  }

  /** A text; one that is a place in the form of older firmware as places of newer firmware are. */
  private String place(String text) {
    if (!text.startsWith("(")) {
      return text;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    LocationText place = LocationText.parse(utf8, 0, utf8.length);
    return place == null
        ? text
        : place(ShortestDecimal.of(place.latitude()), ShortestDecimal.of(place.longitude()));
  }

  private String place(String latitude, String longitude) {
    return notation.degrees(latitude) + ", " + notation.degrees(longitude);
  }

  private String message(String kind, JsonParser json) throws IOException {
    Map<String, String> parts = JsonWalk.members(json);
    return switch (kind) {
      case "locationValue" -> place(part(parts, "latitude"), part(parts, "longitude"));
      case "timeValue" ->
          String.join(
              ":",
              twoDigits(parts, "hour"),
              twoDigits(parts, "minute"),
              twoDigits(parts, "second"));
      case "doorValue" -> whichAreTrue(parts, "closed");
      case "tireLocationValue" -> whichAreTrue(parts, "none");
      default -> parts.toString();
    };
  }

  private static String twoDigits(Map<String, String> parts, String name) {
    String number = part(parts, name);
    return number.length() == 1 ? "0" + number : number;
  }

  private static String part(Map<String, String> parts, String name) {
    return parts.getOrDefault(name, "0");
  }

  private static String whichAreTrue(Map<String, String> parts, String none) {
    String names =
        parts.entrySet().stream()
            .filter(part -> part.getValue().equals("true"))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining("|"));
    return names.isEmpty() ? none : names;
  }
}
