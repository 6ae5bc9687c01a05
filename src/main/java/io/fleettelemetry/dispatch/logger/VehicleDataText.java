package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.Tag;
import io.fleettelemetry.transform.VehicleDatum;
import io.fleettelemetry.transform.WireReader;
import io.fleettelemetry.transform.WireTimestamp;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;

/** A {@code V} as JSON: VIN, creation time and the last value of each field, keys sorted. */
final class VehicleDataText {

  private static final int DATUM = Payload.DATA_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int CREATED_AT =
      Payload.CREATED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int IS_RESEND = Payload.IS_RESEND_FIELD_NUMBER << 3 | WireReader.VARINT;

  private final LoggedValue loggedValue;
  private final Logger log;

  VehicleDataText(boolean verbose, Logger log) {
    this.loggedValue = new LoggedValue(verbose);
    this.log = log;
  }

  String of(TelemetryRecord record) {
    Map<String, String> members = new TreeMap<>();
    members.put("Vin", new JsonText().string(record.vin()).toString());
    read(record, members);
    JsonText json = new JsonText().beginObject();
    members.forEach((name, value) -> json.name(name).raw(value));
    return json.endObject().toString();
  }

  private void read(TelemetryRecord record, Map<String, String> members) {
    VehicleDatum datum = new VehicleDatum();
    WireTimestamp createdAt = new WireTimestamp();
    boolean resend = false;
    WireReader reader = new WireReader(record.protobuf());
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case DATUM -> {
          datum.read(reader);
          put(datum, record.vin(), members);
        }
        case CREATED_AT -> createdAt.read(reader);
        case IS_RESEND -> resend = reader.boolValue();
        default -> {}
      }
    }
    members.put("CreatedAt", new JsonText().string(createdAt.rfc3339()).toString());
    members.put("IsResend", Boolean.toString(resend));
  }

  private void put(VehicleDatum datum, String vin, Map<String, String> members) {
    if (!datum.hasValue()) {
      log.atWarn().addKeyValue("vin", vin).log("unknown_payload_data_type");
    } else if (!LoggedValue.isLogged(datum.value())) {
      log.atWarn()
          .addKeyValue("name", datum.name())
          .addKeyValue("vin", vin)
          .log("unknown_payload_value_data_type");
    } else {
      members.put(datum.name(), loggedValue.json(datum.value(), vin));
    }
  }
}
