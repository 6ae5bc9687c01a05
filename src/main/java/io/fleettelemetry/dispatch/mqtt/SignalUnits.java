package io.fleettelemetry.dispatch.mqtt;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What Home Assistant should know of a field's numbers, where that is known. */
final class SignalUnits {

  private static final String RESOURCE = "signal-units.csv";
  private static final int COLUMNS = 4;
  private static final Map<String, String[]> UNITS = Map.copyOf(read());

  private SignalUnits() {}

  /** Device class, unit and state class of a field; an empty object, to be added to, for others. */
  static JsonObject of(String field) {
    JsonObject config = new JsonObject();
    String[] row = UNITS.get(field);
    if (row != null) {
      put(config, "device_class", row[1]);
      put(config, "unit_of_measurement", row[2]);
      put(config, "state_class", row[3]);
    }
    return config;
  }

  private static void put(JsonObject config, String key, String value) {
    if (!value.isEmpty()) {
      config.put(key, value);
    }
  }

  private static Map<String, String[]> read() {
    Map<String, String[]> units = new HashMap<>();
    try (InputStream in = SignalUnits.class.getResourceAsStream(RESOURCE)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", COLUMNS))
          .forEach(row -> units.put(row[0], row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return units;
  }
}
