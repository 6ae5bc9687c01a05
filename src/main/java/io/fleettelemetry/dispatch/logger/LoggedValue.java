package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.ValueJson;
import io.fleettelemetry.transform.ValueMember;
import io.fleettelemetry.transform.VehicleValue;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the log shows one value of {@code V}. Immutable. */
final class LoggedValue {

  private static final Set<String> WITH_THEIR_SUFFIX =
      Set.of(
          "stringValue",
          "intValue",
          "longValue",
          "floatValue",
          "doubleValue",
          "booleanValue",
          "locationValue",
          "shiftStateValue",
          "doorValue");

  private static final Map<Integer, String> OTHER_NAMES =
      Map.of(
          Value.FAST_CHARGER_VALUE_FIELD_NUMBER, "fastChargerType",
          Value.CABLE_TYPE_VALUE_FIELD_NUMBER, "chargingCableType",
          Value.POWERSHARE_STATE_VALUE_FIELD_NUMBER, "powershareStatus",
          Value.CHARGE_UNIT_PREFERENCE_VALUE_FIELD_NUMBER, "chargeUnit");

  private static final Map<Integer, String> TYPE_NAMES =
      ValueMember.all().stream()
          .collect(Collectors.toUnmodifiableMap(ValueMember::number, LoggedValue::typeName));

  private final boolean verbose;

  /**
   * One way of showing values.
   *
   * @param verbose whether each is wrapped in the name of its type
   */
  LoggedValue(boolean verbose) {
    this.verbose = verbose;
  }

  /** Whether the log shows such a value at all. */
  static boolean isLogged(VehicleValue value) {
    return value.member() != null && value.member().number() != Value.CHARGING_VALUE_FIELD_NUMBER;
  }

  /** A value that is logged, as JSON; the VIN tells which wheels there are. */
  String json(VehicleValue value, String vin) {
    JsonText json = new JsonText();
    if (!verbose) {
      put(json, value, vin);
      return json.toString();
    }
    json.beginObject().name(TYPE_NAMES.get(value.member().number()));
    if (isInvalid(value)) {
      json.bool(true);
    } else {
      put(json, value, vin);
    }
    return json.endObject().toString();
  }

  private static void put(JsonText json, VehicleValue value, String vin) {
    switch (value.member().type()) {
      case STRING -> json.string(value.text());
      case INT32 -> json.number(value.intValue());
      case INT64 -> json.number(value.longValue());
      case FLOAT -> json.number(value.floatValue());
      case DOUBLE -> json.number(value.doubleValue());
      case ENUM -> json.string(value.member().enumName(value.intValue()));
      case MESSAGE -> putMessage(json, value, vin);
      default -> {
        if (isInvalid(value)) {
          json.string("<invalid>");
        } else {
          json.bool(value.boolValue());
        }
      }
    }
  }

  private static void putMessage(JsonText json, VehicleValue value, String vin) {
    switch (value.member().number()) {
      case Value.LOCATION_VALUE_FIELD_NUMBER -> ValueJson.putLocation(json, value);
      case Value.DOOR_VALUE_FIELD_NUMBER -> ValueJson.putDoors(json, value);
      case Value.TIME_VALUE_FIELD_NUMBER -> json.string(ValueJson.time(value));
      case Value.TIRE_LOCATION_VALUE_FIELD_NUMBER -> putWheels(json, value, vin);
      default -> throw new IllegalStateException(value.member().jsonName() + " is not mapped");
    }
  }

  private static void putWheels(JsonText json, VehicleValue value, String vin) {
    json.beginObject();
    for (Wheels.Wheel wheel : Wheels.of(vin)) {
      json.name(wheel.name()).bool(value.boolPart(wheel.number()));
    }
    json.endObject();
  }

  private static boolean isInvalid(VehicleValue value) {
    return value.member().number() == Value.INVALID_FIELD_NUMBER;
  }

  private static String typeName(ValueMember member) {
    String json = member.jsonName();
    boolean whole = WITH_THEIR_SUFFIX.contains(json) || !json.endsWith("Value");
    String name = whole ? json : json.substring(0, json.length() - "Value".length());
    return OTHER_NAMES.getOrDefault(member.number(), name);
  }
}
