package io.fleettelemetry.dispatch.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * The line of a {@code V} with some of its signals alone, and without the protobuf, which has them
 * all. What is kept is copied as it is written, so that no number changes its form. Used once.
 */
final class ChosenSignals {

  private final byte[] line;
  private final Predicate<String> keys;
  private final JsonParser json;

  private ChosenSignals(byte[] line, Predicate<String> keys, JsonParser json) {
    this.line = line;
    this.keys = keys;
    this.json = json;
  }

  /** The line, from one that is valid. */
  static String of(byte[] line, Predicate<String> keys) throws IOException {
    try (JsonParser json = StoreJson.parser(line, 0, line.length)) {
      json.nextToken();
      return new ChosenSignals(line, keys, json).object();
    }
  }

  /** The record, and in it {@code data}, which has a list {@code data} in its turn. */
  private String object() throws IOException {
    StringJoiner members = new StringJoiner(",", "{", "}");
    String name;
    while ((name = json.nextFieldName()) != null) {
      int from = tokenStart();
      JsonToken value = json.nextToken();
      if (name.equals("data") && value == JsonToken.START_OBJECT) {
        members.add("\"data\":" + object());
      } else if (name.equals("data") && value == JsonToken.START_ARRAY) {
        members.add("\"data\":" + signals());
      } else {
        String member = copyFrom(from);
        if (!name.equals("protobuf")) {
          members.add(member);
        }
      }
    }
    return members.toString();
  }

  private String signals() throws IOException {
    StringJoiner signals = new StringJoiner(",", "[", "]");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int from = tokenStart();
      String key = json.currentToken() == JsonToken.START_OBJECT ? key() : "";
      String signal = copyFrom(from);
      if (keys.test(key)) {
        signals.add(signal);
      }
    }
    return signals.toString();
  }

  /** The key of the signal that the parser is at, and goes through. */
  private String key() throws IOException {
    String key = "";
    String name;
    while ((name = json.nextFieldName()) != null) {
      JsonToken value = json.nextToken();
      if (name.equals("key") && value.isScalarValue()) {
        key = json.getText();
      }
      json.skipChildren();
    }
    return key;
  }

  private int tokenStart() {
    return (int) json.currentTokenLocation().getByteOffset();
  }

  /** What is from there to the end of the value that the parser is at. */
  private String copyFrom(int from) throws IOException {
    json.skipChildren();
    json.finishToken();
    int to = (int) json.currentLocation().getByteOffset();
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }
}
