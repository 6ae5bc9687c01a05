package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.RecordType;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what one ingest instance loses while the server stops. Used on its event loop alone;
 * bounded by the routing table.
 */
final class Losses {

  private final Map<String, Map<String, Long>> counts = new HashMap<>();
  private boolean counting;

  /** The stop begins: before, losses are metrics and nothing else. */
  void begin() {
    counting = true;
  }

  /** A dispatcher has not stored a record that nobody will send again. */
  void add(String dispatcher, RecordType type) {
    if (counting) {
      counts.computeIfAbsent(dispatcher, name -> new HashMap<>()).merge(type.name(), 1L, Long::sum);
    }
  }

  LostRecords sum() {
    return new LostRecords(counts);
  }
}
