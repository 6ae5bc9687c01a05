package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Doors;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.transform.RecordTransformer;
import io.fleettelemetry.transform.Transformation;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one who watches a vehicle knows of it: the last value of each field. Text values are read as
 * their firmware writes them, and places by the server's transform.
 */
final class Watch {
  private final Map<Field, Value> last = new EnumMap<>(Field.class);

  void see(Payload payload) {
    for (Datum datum : payload.getDataList()) {
      last.put(datum.getKey(), datum.getValue());
    }
  }

  Watch copy() {
    Watch copy = new Watch();
    copy.last.putAll(last);
    return copy;
  }

  /** NaN when unknown or invalid. */
  double number(Field field) {
    Value value = last.getOrDefault(field, Value.getDefaultInstance());
    return switch (value.getValueCase()) {
      case DOUBLE_VALUE -> value.getDoubleValue();
      case FLOAT_VALUE -> value.getFloatValue();
      case INT_VALUE -> value.getIntValue();
      case STRING_VALUE ->
          value.getStringValue().equals("<invalid>")
              ? Double.NaN
              : Double.parseDouble(value.getStringValue());
      default -> Double.NaN;
    };
  }

  double mph() {
    return number(Field.VehicleSpeed);
  }

  /** One letter; empty when unknown. */
  String gear() {
    Value value = last.getOrDefault(Field.Gear, Value.getDefaultInstance());
    return value.hasShiftStateValue()
        ? value.getShiftStateValue().name().substring("ShiftState".length())
        : value.getStringValue();
  }

  boolean hasOpenDoor() {
    Value value = last.getOrDefault(Field.DoorState, Value.getDefaultInstance());
    return value.hasDoorValue()
        ? !value.getDoorValue().equals(Doors.getDefaultInstance())
        : !value.getStringValue().isEmpty();
  }

  boolean isCharging() {
    Value value = last.getOrDefault(Field.ChargeState, Value.getDefaultInstance());
    return value.getStringValue().equals("Enable");
  }

  /** Where a vehicle is that sent this; each record says so. */
  static LocationValue placeOf(Payload payload) {
    Watch watch = new Watch();
    watch.see(payload);
    return watch.place();
  }

  LocationValue place() {
    Value value = last.get(Field.Location);
    Datum datum = Datum.newBuilder().setKey(Field.Location).setValue(value).build();
    byte[] payload = Payload.newBuilder().addData(datum).build().toByteArray();
    Transformation.Transformed transformed =
        (Transformation.Transformed)
            RecordTransformer.transform(RecordType.V, payload, 0, payload.length, "");
    Value read = TripRecords.parse(transformed.protobuf()).getData(0).getValue();
    if (!read.hasLocationValue()) {
      throw new AssertionError("no place: " + value);
    }
    return read.getLocationValue();
  }
}
