package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.proto.vehicleerror.VehicleError;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.Tag;
import io.fleettelemetry.transform.WireReader;
import io.fleettelemetry.transform.WireTimestamp;
import java.util.Map;
import java.util.TreeMap;

/** {@code errors} as JSON: a list, in the vehicle's order. */
final class ErrorsText {

  private static final int ERROR =
      VehicleErrors.ERRORS_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int CREATED_AT =
      VehicleError.CREATED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int NAME = VehicleError.NAME_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int TAG = VehicleError.TAGS_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int BODY = VehicleError.BODY_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;

  /** The two fields that an entry of any map in protobuf has. */
  private static final int TAG_KEY = 1 << 3 | WireReader.LENGTH_DELIMITED;

  private static final int TAG_VALUE = 2 << 3 | WireReader.LENGTH_DELIMITED;

  private String name = "";
  private String body = "";
  private final Map<String, String> tags = new TreeMap<>();
  private final WireTimestamp createdAt = new WireTimestamp();

  private ErrorsText() {}

  static String of(TelemetryRecord record) {
    JsonText json = new JsonText().beginArray();
    WireReader reader = new WireReader(record.protobuf());
    while (reader.next()) {
      if (Tag.of(reader) == ERROR) {
        ErrorsText error = new ErrorsText();
        error.read(reader);
        error.put(json);
      }
    }
    return json.endArray().toString();
  }

  private void read(WireReader reader) {
    int outer = reader.enter();
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case CREATED_AT -> createdAt.read(reader);
        case NAME -> name = reader.stringValue();
        case TAG -> readTag(reader);
        case BODY -> body = reader.stringValue();
        default -> {}
      }
    }
    reader.leave(outer);
  }

  private void readTag(WireReader reader) {
    String key = "";
    String value = "";
    int outer = reader.enter();
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case TAG_KEY -> key = reader.stringValue();
        case TAG_VALUE -> value = reader.stringValue();
        default -> {}
      }
    }
    reader.leave(outer);
    tags.put(key, value);
  }

  private void put(JsonText json) {
    json.beginObject().name("Body").string(body);
    if (createdAt.isPresent()) {
      json.name("CreatedAt").number(createdAt.seconds());
    }
    json.name("Name").string(name).name("Tags");
    if (tags.isEmpty()) {
      json.nothing();
    } else {
      json.beginObject();
      tags.forEach((key, value) -> json.name(key).string(value));
      json.endObject();
    }
    json.endObject();
  }
}
