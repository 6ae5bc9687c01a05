package io.fleettelemetry.cli;

import io.fleettelemetry.logging.LogEvent;
import io.fleettelemetry.logging.RawJson;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * Writes each record that the logger dispatcher logs as one line that a person can follow: where
 * the vehicle is, how fast, its charge, and what else the record says. Of all other events only
 * warnings and errors are written. Thread-safe.
 */
final class RecordLines implements Consumer<LogEvent> {

  /** So that a stranger's vehicles cannot fill the memory; the one unheard of longest goes. */
  static final int MAX_VEHICLES = 1_000;

  private static final String LAYOUT = "%-8s  %-17s  %-21s  %7s  %6s  %s";

  private final PrintWriter out;
  private final DateTimeFormatter clock;

  private final Map<String, VehicleGlance> vehicles =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VehicleGlance> eldest) {
          return size() > MAX_VEHICLES;
        }
      };

  /**
   * @param zone of the times that lines begin with
   */
  RecordLines(PrintWriter out, ZoneId zone) {
    this.out = out;
    this.clock = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
  }

  /** The names of the columns. */
  void header() {
    out.println(LAYOUT.formatted("TIME", "VIN", "PLACE", "SPEED", "CHARGE", "WHAT CHANGED"));
    out.flush();
  }

  @Override
  public synchronized void accept(LogEvent event) {
    if (event.name().equals("record_payload")) {
      String vin = String.valueOf(event.fields().get("vin"));
      record(event.time(), vin, json(event.fields().get("data")));
    } else if (event.level().equals("warning") || event.level().equals("error")) {
      problem(event);
    }
    out.flush();
  }

  private static Object json(Object field) {
    return field instanceof RawJson raw ? Json.decodeValue(raw.json()) : field;
  }

  private void record(Instant time, String vin, Object data) {
    VehicleGlance glance = vehicles.computeIfAbsent(vin, name -> new VehicleGlance());
    String changed = data instanceof JsonObject object ? object(glance, object) : list(data);
    String line =
        LAYOUT.formatted(
            clock.format(time), vin, glance.place(), glance.speed(), glance.charge(), changed);
    out.println(line.stripTrailing());
  }

  private static String object(VehicleGlance glance, JsonObject data) {
    String status = data.getString("Status");
    return data.containsKey("ConnectionID") && status != null
        ? "%s (%s)".formatted(status.toLowerCase(Locale.ROOT), data.getString("NetworkInterface"))
        : glance.update(data);
  }

  /** Alerts begin and end, errors have a body. */
  private static String list(Object data) {
    List<String> texts = new ArrayList<>();
    if (data instanceof JsonArray list) {
      for (int i = 0; i < list.size(); i++) {
        JsonObject item = list.getJsonObject(i);
        String name = item.getString("Name");
        texts.add(
            item.containsKey("Body")
                ? "error " + name + ": " + item.getString("Body")
                : "alert " + name + (item.containsKey("EndedAt") ? " ended" : " began"));
      }
    }
    return String.join(", ", texts);
  }

  private void problem(LogEvent event) {
    StringJoiner fields = new StringJoiner(", ");
    event
        .fields()
        .forEach(
            (name, value) -> {
              if (!name.equals("context") && !name.equals("stack")) {
                fields.add(name + " " + value);
              }
            });
    out.printf("%s: %s: %s%n", event.level(), event.name(), fields);
  }
}
