package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.WireConnectivity;

/** {@code connectivity} as JSON. */
final class ConnectivityText {

  private ConnectivityText() {}

  static String of(TelemetryRecord record) {
    WireConnectivity connectivity = WireConnectivity.of(record.protobuf());
    JsonText json = new JsonText().beginObject();
    json.name("ConnectionID").string(connectivity.connectionId());
    json.name("CreatedAt").number(connectivity.createdAt().seconds());
    json.name("NetworkInterface").string(connectivity.networkInterface());
    json.name("Status").string(connectivity.status());
    json.name("Vin").string(record.vin());
    return json.endObject().toString();
  }
}
