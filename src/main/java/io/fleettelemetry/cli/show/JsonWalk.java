package io.fleettelemetry.cli.show;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Walks valid JSON of any shape: what is not as expected is passed over. */
final class JsonWalk {

  private JsonWalk() {}

  /**
   * From the start of an object, goes into the list that a member of it is; a next token is the
   * first element then, or the end of the list.
   *
   * @return false when there is no such list
   */
  static boolean enterList(JsonParser json, String member) throws IOException {
    json.nextToken();
    String name;
    while ((name = json.nextFieldName()) != null) {
      if (json.nextToken() == JsonToken.START_ARRAY && name.equals(member)) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  /** The members with plain values of the object that the parser is at, and goes past; as text. */
  static Map<String, String> members(JsonParser json) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return members;
    }
    String name;
    while ((name = json.nextFieldName()) != null) {
      JsonToken value = json.nextToken();
      if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        members.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return members;
  }
}
