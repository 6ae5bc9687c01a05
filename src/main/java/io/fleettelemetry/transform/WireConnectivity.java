package io.fleettelemetry.transform;

import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;

/** What a record of the type {@code connectivity} says. */
public final class WireConnectivity {

  private static final int CONNECTION_ID =
      VehicleConnectivity.CONNECTION_ID_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int STATUS =
      VehicleConnectivity.STATUS_FIELD_NUMBER << 3 | WireReader.VARINT;
  private static final int CREATED_AT =
      VehicleConnectivity.CREATED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int NETWORK_INTERFACE =
      VehicleConnectivity.NETWORK_INTERFACE_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final EnumNames STATUS_NAMES = new EnumNames(ConnectivityEvent.getDescriptor());

  private String connectionId = "";
  private String networkInterface = "";
  private int status;
  private final WireTimestamp createdAt = new WireTimestamp();

  private WireConnectivity() {}

  /** Reads a record. */
  public static WireConnectivity of(byte[] protobuf) {
    WireConnectivity connectivity = new WireConnectivity();
    WireReader reader = new WireReader(protobuf);
    while (reader.next()) {
      connectivity.read(reader);
    }
    return connectivity;
  }

  private void read(WireReader reader) {
    switch (Tag.of(reader)) {
      case CONNECTION_ID -> connectionId = reader.stringValue();
      case STATUS -> status = reader.intValue();
      case CREATED_AT -> createdAt.read(reader);
      case NETWORK_INTERFACE -> networkInterface = reader.stringValue();
      default -> {}
    }
  }

  /** The connection's id; empty when absent. */
  public String connectionId() {
    return connectionId;
  }

  /** How the vehicle was connected; empty when absent. */
  public String networkInterface() {
    return networkInterface;
  }

  /** Whether it came or left, by name; an unknown one by its number. */
  public String status() {
    return STATUS_NAMES.of(status);
  }

  /** When that was. */
  public WireTimestamp createdAt() {
    return createdAt;
  }
}
