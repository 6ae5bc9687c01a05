package io.fleettelemetry.transform;

import io.fleettelemetry.proto.vehicledata.Doors;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Time;
import java.util.Locale;

/** Values of {@code V} that are messages, as everyone writes them who writes them in JSON. */
public final class ValueJson {

  private ValueJson() {}

  /** {@code {"latitude": …, "longitude": …}}. */
  public static void putLocation(JsonText json, VehicleValue value) {
    json.beginObject()
        .name("latitude")
        .number(value.doublePart(LocationValue.LATITUDE_FIELD_NUMBER))
        .name("longitude")
        .number(value.doublePart(LocationValue.LONGITUDE_FIELD_NUMBER))
        .endObject();
  }

  /** An object with each of the six doors. */
  public static void putDoors(JsonText json, VehicleValue value) {
    json.beginObject();
    for (var door : Doors.getDescriptor().getFields()) {
      json.name(door.getName()).bool(value.boolPart(door.getNumber()));
    }
    json.endObject();
  }

  /** A time of day, {@code HH:MM:SS}. */
  public static String time(VehicleValue value) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d",
        value.intPart(Time.HOUR_FIELD_NUMBER),
        value.intPart(Time.MINUTE_FIELD_NUMBER),
        value.intPart(Time.SECOND_FIELD_NUMBER));
  }
}
