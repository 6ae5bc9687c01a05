package io.fleettelemetry.cli;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is last known of a vehicle and shown in columns; for one thread. */
final class VehicleGlance {

  /** What a line has room for behind its columns. */
  static final int MAX_CHANGES_CHARS = 60;

  private static final String UNKNOWN = "-";
  private static final String NOTHING = "none";

  /** Shown in columns, or known from the line itself. */
  private static final Set<String> IN_COLUMNS =
      Set.of("Vin", "CreatedAt", "IsResend", "Location", "VehicleSpeed", "Soc");

  /** What says more to a person than the temperature of a motor does; the rest comes behind. */
  private static final Set<String> TELLING =
      Set.of("Gear", "DetailedChargeState", "DoorState", "Locked", "DestinationName");

  private String place = UNKNOWN;
  private String speed = UNKNOWN;
  private String charge = UNKNOWN;

  /** Latitude and longitude in degrees. */
  String place() {
    return place;
  }

  /** As vehicles give it, in miles an hour. */
  String speed() {
    return speed;
  }

  String charge() {
    return charge;
  }

  /**
   * Takes a {@code V} over, as the logger dispatcher writes it.
   *
   * @return what it says that has no column, as much as a line has room for
   */
  String update(JsonObject data) {
    if (data.getValue("Location") instanceof JsonObject location) {
      place =
          String.format(
              Locale.ROOT,
              "%.5f, %.5f",
              location.getDouble("latitude"),
              location.getDouble("longitude"));
    }
    speed = number(data.getValue("VehicleSpeed"), "%.0f mph", speed);
    charge = number(data.getValue("Soc"), "%.1f %%", charge);
    return changes(data);
  }

  /** Old firmware writes numbers as texts; a value that is no number leaves the column as it is. */
  private static String number(Object value, String format, String before) {
    try {
      return value == null
          ? before
          : String.format(Locale.ROOT, format, Double.parseDouble(value.toString()));
    } catch (NumberFormatException e) {
      return before;
    }
  }

  private static String changes(JsonObject data) {
    List<String> changes =
        data.stream()
            .filter(member -> !IN_COLUMNS.contains(member.getKey()))
            .sorted(Comparator.comparing(member -> !TELLING.contains(member.getKey())))
            .map(member -> cut(change(member.getKey(), member.getValue()), MAX_CHANGES_CHARS))
            .toList();
    StringBuilder line = new StringBuilder();
    int shown = 0;
    for (String change : changes) {
      int length = line.length() + change.length() + 2;
      if (shown > 0 && length > MAX_CHANGES_CHARS) {
        break;
      }
      line.append(shown == 0 ? "" : ", ").append(change);
      shown++;
    }
    int more = changes.size() - shown;
    return line.append(more == 0 ? "" : ", +" + more).toString();
  }

  /** Values of enums repeat the name of their signal, or nearly. */
  private static String change(String signal, Object value) {
    String text = text(value);
    String prefix = signal.equals("Gear") ? "ShiftState" : signal;
    return signal + " " + (text.startsWith(prefix) ? text.substring(prefix.length()) : text);
  }

  private static String text(Object value) {
    if (value instanceof Float || value instanceof Double) {
      String rounded = String.format(Locale.ROOT, "%.2f", ((Number) value).doubleValue());
      return rounded.replaceFirst("\\.?0+$", "");
    }
    if (value instanceof JsonObject parts) {
      return parts(parts);
    }
    String text = String.valueOf(value);
    return text.isEmpty() ? NOTHING : text;
  }

  /** Of doors and wheels those that are open, or meant; of a place both coordinates. */
  private static String parts(JsonObject parts) {
    String text =
        parts.stream()
            .filter(part -> !Boolean.FALSE.equals(part.getValue()))
            .map(part -> part.getValue() instanceof Boolean ? part.getKey() : text(part.getValue()))
            .collect(Collectors.joining("/"));
    return text.isEmpty() ? NOTHING : text;
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
