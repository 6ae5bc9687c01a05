package io.fleettelemetry.simulator.trip;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ProtocolMessageEnum;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Time;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes typed values, each in the member that its type has. */
final class Values {
  /** The vehicle has no valid value. */
  static final Value INVALID = Value.newBuilder().setInvalid(true).build();

  private static final Value YES = Value.newBuilder().setBooleanValue(true).build();
  private static final Value NO = Value.newBuilder().setBooleanValue(false).build();

  /** No enum is in two members, so each value of one has one form. */
  private static final Map<EnumValueDescriptor, Value> ENUMS =
      Value.getDescriptor().getFields().stream()
          .filter(member -> member.getType() == FieldDescriptor.Type.ENUM)
          .flatMap(member -> member.getEnumType().getValues().stream().map(v -> pair(member, v)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Values() {}

  static Value of(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  static Value of(boolean flag) {
    return flag ? YES : NO;
  }

  static Value of(int number) {
    return Value.newBuilder().setIntValue(number).build();
  }

  static Value of(ProtocolMessageEnum constant) {
    return ENUMS.get(constant.getValueDescriptor());
  }

  /** Where this is. */
  static Value of(Place place) {
    LocationValue.Builder location =
        LocationValue.newBuilder()
            .setLatitude(rounded(place.latitude(), 6))
            .setLongitude(rounded(place.longitude(), 6));
    return Value.newBuilder().setLocationValue(location).build();
  }

  /** Seconds since 1970. */
  static Value epoch(long seconds) {
    return Value.newBuilder().setLongValue(seconds).build();
  }

  /** A time of day. */
  static Value time(int hour, int minute) {
    return Value.newBuilder()
        .setTimeValue(Time.newBuilder().setHour(hour).setMinute(minute))
        .build();
  }

  /** With this many decimal places, as sensors have them. */
  static Value real(double number, int places) {
    return Value.newBuilder().setDoubleValue(rounded(number, places)).build();
  }

  /** As {@link #real}, in single precision. */
  static Value single(double number, int places) {
    return Value.newBuilder().setFloatValue((float) rounded(number, places)).build();
  }

  private static double rounded(double number, int places) {
    double scale = Math.pow(10, places);
    // Adding 0.0 makes 0.0 of -0.0.
    return Math.rint(number * scale) / scale + 0.0;
  }

  private static Map.Entry<EnumValueDescriptor, Value> pair(
      FieldDescriptor member, EnumValueDescriptor constant) {
    return Map.entry(constant, Value.newBuilder().setField(member, constant).build());
  }
}
