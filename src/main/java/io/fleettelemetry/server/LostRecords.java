package io.fleettelemetry.server;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records that a stop has lost: nobody will send them again, and a dispatcher has not stored them.
 * Immutable.
 *
 * @param byDispatcher how many, 1 or more, by the dispatcher's name and the record type; sorted
 */
public record LostRecords(Map<String, Map<String, Long>> byDispatcher) {

  /** Nothing is lost. */
  public static final LostRecords NONE = new LostRecords(Map.of());

  /** Copies what it is given. */
  public LostRecords {
    Map<String, Map<String, Long>> copy = new TreeMap<>();
    byDispatcher.forEach(
        (dispatcher, types) ->
            copy.put(dispatcher, Collections.unmodifiableMap(new TreeMap<>(types))));
    byDispatcher = Collections.unmodifiableMap(copy);
  }

  /** Both together. */
  public LostRecords plus(LostRecords other) {
    Map<String, Map<String, Long>> sum = new TreeMap<>();
    byDispatcher.forEach((dispatcher, types) -> sum.put(dispatcher, new TreeMap<>(types)));
    other.byDispatcher.forEach(
        (dispatcher, types) -> {
          Map<String, Long> counts = sum.computeIfAbsent(dispatcher, name -> new TreeMap<>());
          types.forEach((type, count) -> counts.merge(type, count, Long::sum));
        });
    return new LostRecords(sum);
  }

  /** How many in all; a record that two dispatchers have lost counts twice. */
  public long total() {
    return byDispatcher.values().stream()
        .flatMap(types -> types.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
