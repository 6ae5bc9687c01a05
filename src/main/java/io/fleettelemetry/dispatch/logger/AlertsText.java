package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.WireAlert;

/** {@code alerts} as JSON: a list, in the vehicle's order. */
final class AlertsText {

  private AlertsText() {}

  static String of(TelemetryRecord record) {
    JsonText json = new JsonText().beginArray();
    WireAlert.all(record.protobuf()).forEach(alert -> put(alert, json));
    return json.endArray().toString();
  }

  private static void put(WireAlert alert, JsonText json) {
    json.beginObject().name("Audiences");
    if (alert.audiences().isEmpty()) {
      json.nothing();
    } else {
      json.beginArray();
      alert.audiences().forEach(json::string);
      json.endArray();
    }
    if (alert.endedAt().isPresent()) {
      json.name("EndedAt").number(alert.endedAt().seconds());
    }
    json.name("Name").string(alert.name());
    if (alert.startedAt().isPresent()) {
      json.name("StartedAt").number(alert.startedAt().seconds());
    }
    json.endObject();
  }
}
