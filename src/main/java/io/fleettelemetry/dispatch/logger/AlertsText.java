package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.proto.vehiclealerts.Audience;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.EnumNames;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.Tag;
import io.fleettelemetry.transform.WireReader;
import io.fleettelemetry.transform.WireTimestamp;
import java.util.ArrayList;
import java.util.List;

/** {@code alerts} as JSON: a list, in the vehicle's order. */
final class AlertsText {

  private static final int ALERT =
      VehicleAlerts.ALERTS_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int NAME = VehicleAlert.NAME_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int AUDIENCE = VehicleAlert.AUDIENCES_FIELD_NUMBER << 3 | WireReader.VARINT;
  private static final int AUDIENCES =
      VehicleAlert.AUDIENCES_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int STARTED_AT =
      VehicleAlert.STARTED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int ENDED_AT =
      VehicleAlert.ENDED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final EnumNames AUDIENCE_NAMES = new EnumNames(Audience.getDescriptor());

  private String name = "";
  private final List<String> audiences = new ArrayList<>();
  private final WireTimestamp startedAt = new WireTimestamp();
  private final WireTimestamp endedAt = new WireTimestamp();

  private AlertsText() {}

  static String of(TelemetryRecord record) {
    JsonText json = new JsonText().beginArray();
    WireReader reader = new WireReader(record.protobuf());
    while (reader.next()) {
      if (Tag.of(reader) == ALERT) {
        AlertsText alert = new AlertsText();
        alert.read(reader);
        alert.put(json);
      }
    }
    return json.endArray().toString();
  }

  private void read(WireReader reader) {
    int outer = reader.enter();
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case NAME -> name = reader.stringValue();
        case AUDIENCE -> audiences.add(AUDIENCE_NAMES.of(reader.intValue()));
        case AUDIENCES -> readAudiences(reader);
        case STARTED_AT -> startedAt.read(reader);
        case ENDED_AT -> endedAt.read(reader);
        default -> {}
      }
    }
    reader.leave(outer);
  }

  private void readAudiences(WireReader reader) {
    int outer = reader.enter();
    while (reader.nextPacked()) {
      audiences.add(AUDIENCE_NAMES.of(reader.intValue()));
    }
    reader.leave(outer);
  }

  private void put(JsonText json) {
    json.beginObject().name("Audiences");
    if (audiences.isEmpty()) {
      json.nothing();
    } else {
      json.beginArray();
      audiences.forEach(json::string);
      json.endArray();
    }
    if (endedAt.isPresent()) {
      json.name("EndedAt").number(endedAt.seconds());
    }
    json.name("Name").string(name);
    if (startedAt.isPresent()) {
      json.name("StartedAt").number(startedAt.seconds());
    }
    json.endObject();
  }
}
