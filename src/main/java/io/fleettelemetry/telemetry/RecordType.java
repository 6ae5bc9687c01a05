package io.fleettelemetry.telemetry;

import java.util.Map;

/**
 * What a record is about: the envelope's topic. Four types have a protobuf message that the server
 * parses; any other text is a type too and its payload is passed on as it is.
 *
 * @param name as the vehicle writes it and as the configuration's {@code records} names it
 */
public record RecordType(String name) {

  /** Signals of a vehicle, {@code telemetry.vehicle_data.Payload}. */
  public static final RecordType V = new RecordType("V");

  /** Alerts, {@code telemetry.vehicle_alerts.VehicleAlerts}. */
  public static final RecordType ALERTS = new RecordType("alerts");

  /** Errors, {@code telemetry.vehicle_error.VehicleErrors}. */
  public static final RecordType ERRORS = new RecordType("errors");

  /** Connects and disconnects, {@code telemetry.vehicle_connectivity.VehicleConnectivity}. */
  public static final RecordType CONNECTIVITY = new RecordType("connectivity");

  /** What a vehicle sent and no dispatcher can have as it is; made by the server. */
  public static final RecordType DEAD_LETTER = new RecordType("dead_letter");

  private static final Map<String, RecordType> KNOWN =
      Map.of(
          V.name, V,
          ALERTS.name, ALERTS,
          ERRORS.name, ERRORS,
          CONNECTIVITY.name, CONNECTIVITY);

  /**
   * The type of this name; the four known ones are always the same instances.
   *
   * @param name any text, also the empty one
   */
  public static RecordType of(String name) {
    RecordType known = KNOWN.get(name);
    return known != null ? known : new RecordType(name);
  }

  /** Whether a protobuf message is known for this type, so that its payload is parsed. */
  public boolean hasSchema() {
    return KNOWN.containsKey(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
