package io.fleettelemetry.simulator.trip;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Time;
import io.fleettelemetry.proto.vehicledata.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values as firmware without typed ones writes them. */
final class ValueText {

  private ValueText() {}

  /**
   * Numbers are decimals, and very large and small ones in scientific notation; enum values lose
   * the name of their enum; places are like {@code (37.412374 N, 122.145867 W)}.
   */
  static String of(Value value) {
    FieldDescriptor member =
        value.getOneofFieldDescriptor(Value.getDescriptor().getOneofs().get(0));
    if (member == null || member.getNumber() == Value.INVALID_FIELD_NUMBER) {
      return "<invalid>";
    }
    Object content = value.getField(member);
    if (content instanceof Double || content instanceof Float) {
      return number(((Number) content).doubleValue());
    }
    if (content instanceof EnumValueDescriptor constant) {
      return shortName(constant);
    }
    if (content instanceof LocationValue place) {
      return place(place);
    }
    if (content instanceof Time time) {
      return "%02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond());
    }
    return content instanceof Message flags ? names(flags) : content.toString();
  }

  private static String number(double value) {
    double size = Math.abs(value);
    boolean scientific = (size != 0 && size < 0.1) || size >= 100_000;
    return scientific ? String.format(Locale.ROOT, "%.6e", value) : decimal(value, 3);
  }

  private static String shortName(EnumValueDescriptor value) {
    String first = value.getType().getValues().get(0).getName();
    String prefix = first.substring(0, first.length() - "Unknown".length());
    return value.getName().substring(prefix.length());
  }

  private static String place(LocationValue place) {
    String latitude = decimal(Math.abs(place.getLatitude()), 6);
    String longitude = decimal(Math.abs(place.getLongitude()), 6);
    char northSouth = place.getLatitude() < 0 ? 'S' : 'N';
    char eastWest = place.getLongitude() < 0 ? 'W' : 'E';
    return "(" + latitude + " " + northSouth + ", " + longitude + " " + eastWest + ")";
  }

  private static String decimal(double value, int places) {
    return BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** Of those that are set, such as open doors. */
  private static String names(Message flags) {
    return flags.getAllFields().keySet().stream()
        .map(FieldDescriptor::getName)
        .collect(Collectors.joining("|"));
  }
}
