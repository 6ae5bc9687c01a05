package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.WireError;

/** {@code errors} as JSON: a list, in the vehicle's order. */
final class ErrorsText {

  private ErrorsText() {}

  static String of(TelemetryRecord record) {
    JsonText json = new JsonText().beginArray();
    WireError.all(record.protobuf()).forEach(error -> put(error, json));
    return json.endArray().toString();
  }

  private static void put(WireError error, JsonText json) {
    json.beginObject().name("Body").string(error.body());
    if (error.createdAt().isPresent()) {
      json.name("CreatedAt").number(error.createdAt().seconds());
    }
    json.name("Name").string(error.name()).name("Tags");
    if (error.tags().isEmpty()) {
      json.nothing();
    } else {
      json.beginObject();
      error.tags().forEach((key, value) -> json.name(key).string(value));
      json.endObject();
    }
    json.endObject();
  }
}
