package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.EnumNames;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.Tag;
import io.fleettelemetry.transform.WireReader;
import io.fleettelemetry.transform.WireTimestamp;

/** {@code connectivity} as JSON. */
final class ConnectivityText {

  private static final int CONNECTION_ID =
      VehicleConnectivity.CONNECTION_ID_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int STATUS =
      VehicleConnectivity.STATUS_FIELD_NUMBER << 3 | WireReader.VARINT;
  private static final int CREATED_AT =
      VehicleConnectivity.CREATED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int NETWORK_INTERFACE =
      VehicleConnectivity.NETWORK_INTERFACE_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final EnumNames STATUS_NAMES = new EnumNames(ConnectivityEvent.getDescriptor());

  private ConnectivityText() {}

  static String of(TelemetryRecord record) {
    String connectionId = "";
    String networkInterface = "";
    int status = 0;
    WireTimestamp createdAt = new WireTimestamp();
    WireReader reader = new WireReader(record.protobuf());
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case CONNECTION_ID -> connectionId = reader.stringValue();
        case STATUS -> status = reader.intValue();
        case CREATED_AT -> createdAt.read(reader);
        case NETWORK_INTERFACE -> networkInterface = reader.stringValue();
        default -> {}
      }
    }
    JsonText json = new JsonText().beginObject();
    json.name("ConnectionID").string(connectionId);
    json.name("CreatedAt").number(createdAt.seconds());
    json.name("NetworkInterface").string(networkInterface);
    json.name("Status").string(STATUS_NAMES.of(status));
    json.name("Vin").string(record.vin());
    return json.endObject().toString();
  }
}
