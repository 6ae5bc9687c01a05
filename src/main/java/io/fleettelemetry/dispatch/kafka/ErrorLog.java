package io.fleettelemetry.dispatch.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code kafka_err} lines: for each kind of error one at once, and then at most one in ten
 * seconds that says how many there were. A broker that is away fails thousands of records a second.
 * Thread-safe.
 */
final class ErrorLog {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDispatcher.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** More kinds than the client has errors for a handful of topics. */
  private static final int MAX_KINDS = 1_000;

  private final LongSupplier nanoTime;
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  ErrorLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Something failed.
   *
   * @param topic whose records it is about; empty for all
   * @param kind what is counted together, for each topic
   * @param message what to tell an operator
   */
  void report(String topic, String kind, String message) {
    if (kinds.size() >= MAX_KINDS) {
      kinds.clear();
    }
    long count = kinds.computeIfAbsent(kind + " " + topic, k -> new Kind()).admit(nanoTime);
    if (count > 0) {
      LOG.atError()
          .addKeyValue("error", message)
          .addKeyValue("kind", kind)
          .addKeyValue("topic", topic)
          .addKeyValue("count", count)
          .log("kafka_err");
    }
  }

  private static final class Kind {
    private long unwritten;
    private long writtenAt;
    private boolean written;

    /** How many a line stands for that is due now; 0 when none is. */
    synchronized long admit(LongSupplier nanoTime) {
      long now = nanoTime.getAsLong();
      unwritten++;
      if (written && now - writtenAt < INTERVAL.toNanos()) {
        return 0;
      }
      long count = unwritten;
      unwritten = 0;
      writtenAt = now;
      written = true;
      return count;
    }
  }
}
