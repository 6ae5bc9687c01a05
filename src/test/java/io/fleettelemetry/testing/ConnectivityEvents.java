package io.fleettelemetry.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What records of the type {@code connectivity} tell, in their order. */
public final class ConnectivityEvents {

  private ConnectivityEvents() {}

  /** The event of one record; a record of another type fails. */
  public static VehicleConnectivity parse(TelemetryRecord record) {
    if (!record.type().equals(RecordType.CONNECTIVITY)) {
      throw new AssertionError("no connectivity but " + record.type());
    }
    try {
      return VehicleConnectivity.parseFrom(record.payload());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** The events of each VIN. */
  public static Map<String, List<VehicleConnectivity>> byVin(List<TelemetryRecord> records) {
    Map<String, List<VehicleConnectivity>> events = new LinkedHashMap<>();
    for (TelemetryRecord record : records) {
      if (record.type().equals(RecordType.CONNECTIVITY)) {
        events.computeIfAbsent(record.vin(), vin -> new ArrayList<>()).add(parse(record));
      }
    }
    return events;
  }

  /** The events of one VIN. */
  public static List<VehicleConnectivity> of(String vin, List<TelemetryRecord> records) {
    return byVin(records).getOrDefault(vin, List.of());
  }

  /** The last event of one VIN. */
  public static ConnectivityEvent last(List<VehicleConnectivity> events) {
    return events.get(events.size() - 1).getStatus();
  }

  /** Fails unless each connect is followed by its own disconnect, before the next connect. */
  public static void assertPaired(List<VehicleConnectivity> events) {
    for (int i = 0; i < events.size(); i++) {
      ConnectivityEvent expected =
          i % 2 == 0 ? ConnectivityEvent.CONNECTED : ConnectivityEvent.DISCONNECTED;
      boolean ofTheSame =
          i % 2 == 0 || events.get(i).getConnectionId().equals(events.get(i - 1).getConnectionId());
      if (events.get(i).getStatus() != expected || !ofTheSame) {
        throw new AssertionError("event " + i + " is out of order: " + events);
      }
    }
  }
}
