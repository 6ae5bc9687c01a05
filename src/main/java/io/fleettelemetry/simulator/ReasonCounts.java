package io.fleettelemetry.simulator;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by a text that others may have written: many texts become one. Thread-safe. */
final class ReasonCounts {

  static final int MAX_REASONS = 50;
  static final String OTHER = "other reasons";

  private static final int MAX_LENGTH = 200;

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void add(String reason) {
    String text = reason.length() > MAX_LENGTH ? reason.substring(0, MAX_LENGTH) : reason;
    LongAdder count = counts.get(text);
    if (count == null) {
      String counted = counts.size() < MAX_REASONS ? text : OTHER;
      count = counts.computeIfAbsent(counted, name -> new LongAdder());
    }
    count.increment();
  }

  long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** A copy, the most frequent first. */
  Map<String, Long> snapshot() {
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().sum()))
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(sorted);
  }
}
