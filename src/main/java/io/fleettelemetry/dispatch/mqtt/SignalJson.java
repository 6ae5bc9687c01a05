package io.fleettelemetry.dispatch.mqtt;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.fleettelemetry.proto.vehicledata.TireLocation;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.ValueJson;
import io.fleettelemetry.transform.ValueMember;
import io.fleettelemetry.transform.VehicleValue;

/** A value of {@code V} as the payload of its message. */
final class SignalJson {

  private static final int FIRST_NUMBERED = Value.HVAC_AUTO_MODE_VALUE_FIELD_NUMBER;
  private static final int LAST_NUMBERED = Value.HVAC_POWER_VALUE_FIELD_NUMBER;
  private static final int FIRST_NEWER = Value.FAST_CHARGER_VALUE_FIELD_NUMBER;
  private static final int LAST_NEWER = Value.CHARGE_UNIT_PREFERENCE_VALUE_FIELD_NUMBER;

  private SignalJson() {}

  static void put(JsonText json, VehicleValue value) {
    ValueMember member = value.member();
    if (member == null) {
      json.beginObject().endObject();
      return;
    }
    switch (member.type()) {
      case STRING -> json.string(value.text());
      case INT32 -> json.number(value.intValue());
      case INT64 -> json.number(value.longValue());
      case FLOAT -> json.number(value.floatValue());
      case DOUBLE -> json.number(value.doubleValue());
      case ENUM -> putEnum(json, value);
      case MESSAGE -> putMessage(json, value);
      default -> putBool(json, value);
    }
  }

  private static void putBool(JsonText json, VehicleValue value) {
    if (value.member().number() == Value.INVALID_FIELD_NUMBER) {
      json.nothing();
    } else {
      json.bool(value.boolValue());
    }
  }

  private static void putEnum(JsonText json, VehicleValue value) {
    String name = value.member().enumName(value.intValue());
    boolean unknown = name.equals(Integer.toString(value.intValue()));
    if (unknown && isNumbered(value.member().number())) {
      json.number(value.intValue());
    } else {
      json.string(name);
    }
  }

  /** Whether consumers know values without a name as numbers; of the others they are texts. */
  private static boolean isNumbered(int member) {
    return member == Value.CHARGING_VALUE_FIELD_NUMBER
        || (member >= FIRST_NUMBERED && member <= LAST_NUMBERED)
        || (member >= FIRST_NEWER && member <= LAST_NEWER);
  }

  private static void putMessage(JsonText json, VehicleValue value) {
    switch (value.member().number()) {
      case Value.LOCATION_VALUE_FIELD_NUMBER -> ValueJson.putLocation(json, value);
      case Value.DOOR_VALUE_FIELD_NUMBER -> ValueJson.putDoors(json, value);
      case Value.TIME_VALUE_FIELD_NUMBER -> json.string(ValueJson.time(value));
      case Value.TIRE_LOCATION_VALUE_FIELD_NUMBER -> putWheels(json, value);
      default ->
          throw new IllegalStateException(value.member().jsonName() + " has no form in JSON");
    }
  }

  /** Those that it is about, by their names in the schema, also of a Semi. */
  private static void putWheels(JsonText json, VehicleValue value) {
    json.beginObject();
    for (FieldDescriptor wheel : TireLocation.getDescriptor().getFields()) {
      if (value.boolPart(wheel.getNumber())) {
        json.name(wheel.getName()).bool(true);
      }
    }
    json.endObject();
  }
}
