package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.DeadLetter;
import io.fleettelemetry.transform.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;

/** What the log shows of a record, as compact JSON. Thread-safe. */
final class RecordText {

  private final Map<RecordType, Function<TelemetryRecord, String>> byType;

  /**
   * Text of records.
   *
   * @param verbose whether values of a {@code V} are wrapped in the names of their types
   * @param log where it says which values it leaves out
   */
  RecordText(boolean verbose, Logger log) {
    byType =
        Map.of(
            RecordType.V, new VehicleDataText(verbose, log)::of,
            RecordType.ALERTS, AlertsText::of,
            RecordType.ERRORS, ErrorsText::of,
            RecordType.CONNECTIVITY, ConnectivityText::of,
            RecordType.DEAD_LETTER, RecordText::deadLetter);
  }

  /** The record itself, a dead letter with its raw bytes; of any other type its size in bytes. */
  String data(TelemetryRecord record) {
    return byType.getOrDefault(record.type(), RecordText::size).apply(record);
  }

  /** The record's metadata, keys sorted. */
  static String metadata(TelemetryRecord record) {
    Map<String, String> entries = new TreeMap<>();
    record.forEachMetadata(
        (name, value) -> entries.put(name, new String(value, StandardCharsets.UTF_8)));
    JsonText json = new JsonText().beginObject();
    entries.forEach((name, value) -> json.name(name).string(value));
    return json.endObject().toString();
  }

  private static String deadLetter(TelemetryRecord record) {
    return DeadLetter.isOne(record.payload())
        ? new String(record.payload(), StandardCharsets.UTF_8)
        : size(record);
  }

  private static String size(TelemetryRecord record) {
    return new JsonText()
        .beginObject()
        .name("Size")
        .number(record.payload().length)
        .endObject()
        .toString();
  }
}
