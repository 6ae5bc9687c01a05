package io.fleettelemetry.dispatch.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.fleettelemetry.dispatch.file.LineReading.Damaged;
import io.fleettelemetry.dispatch.file.LineReading.Other;
import io.fleettelemetry.dispatch.file.LineReading.Wanted;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads one line of a store, and of one that is not wanted no more than it takes to know that: the
 * writer puts first what records are chosen by. Members may be in any order all the same, and ones
 * that are not known are passed over. Used once.
 */
final class LineParser {

  private final RecordFilter filter;
  private String vin;
  private String type;
  private Long receivedAt;
  private String txid = "";
  private int binarySize;
  private int dataFrom;
  private int dataTo;

  private LineParser(RecordFilter filter) {
    this.filter = filter;
  }

  /** Reads what is between two positions, a line without its break. Total. */
  static LineReading read(byte[] bytes, int from, int to, RecordFilter filter) {
    if (to == from || bytes[from] != '{' || bytes[to - 1] != '}') {
      return new Damaged("is no JSON object");
    }
    try (JsonParser json = StoreJson.parser(bytes, from, to - from)) {
      LineParser parser = new LineParser(filter);
      json.nextToken();
      return parser.readMembers(json) ? parser.record(bytes, from, to, json) : Other.INSTANCE;
    } catch (JsonProcessingException e) {
      return new Damaged("is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      return new Damaged("is no JSON: " + e.getMessage());
    }
  }

  /** Whether the record is wanted by all that could be read; stops when it is not. */
  private boolean readMembers(JsonParser json) throws IOException {
    String name;
    while ((name = json.nextFieldName()) != null) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "vin" -> vin = text(json);
        case "txtype" -> type = text(json);
        case "receivedat" ->
            receivedAt = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : null;
        case "txid", "txid_base64" -> txid = text(json);
        case "payload", "protobuf" -> binarySize = decodedSize(text(json));
        case "data" -> passData(json);
        default -> json.skipChildren();
      }
      if (isNotWanted()) {
        return false;
      }
    }
    return true;
  }

  private boolean isNotWanted() {
    return (vin != null && !filter.takesVin(vin))
        || (type != null && !filter.takesType(type))
        || (receivedAt != null && !filter.takesTime(receivedAt));
  }

  private void passData(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      dataFrom = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      dataTo = (int) json.currentLocation().getByteOffset();
    } else {
      json.skipChildren();
    }
  }

  private LineReading record(byte[] bytes, int from, int to, JsonParser json) throws IOException {
    if (json.nextToken() != null) {
      return new Damaged("has more than one JSON object");
    }
    if (vin == null || type == null || receivedAt == null) {
      return new Damaged("lacks vin, txtype or receivedat");
    }
    LineMembers members =
        new LineMembers(vin, type, receivedAt, txid, binarySize, dataFrom, dataTo);
    return new Wanted(new StoredRecord(Arrays.copyOfRange(bytes, from, to), members));
  }

  /** Null when it is none. */
  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }

  /** Bytes that base64 with padding stands for. */
  private static int decodedSize(String base64) {
    if (base64 == null) {
      return 0;
    }
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return base64.length() / 4 * 3 - padding;
  }
}
