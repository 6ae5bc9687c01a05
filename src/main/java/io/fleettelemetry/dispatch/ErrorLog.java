package io.fleettelemetry.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes a dispatcher's error lines: for each kind of error one at once, and then at most one in
 * ten seconds that says how many there were. A system that is away fails thousands of records a
 * second. Thread-safe.
 */
public final class ErrorLog {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** More kinds than a client has errors for a handful of topics. */
  private static final int MAX_KINDS = 1_000;

  private final Logger log;
  private final String name;
  private final LongSupplier nanoTime;
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  /**
   * A log without a line.
   *
   * @param log where the lines go
   * @param message what each line is called: {@code <dispatcher>_err}
   * @param nanoTime as {@link System#nanoTime}
   */
  public ErrorLog(Logger log, String message, LongSupplier nanoTime) {
    this.log = log;
    this.name = message;
    this.nanoTime = nanoTime;
  }

  /**
   * Something failed. Any thread.
   *
   * @param topic whose records it is about; empty for all
   * @param kind what is counted together, for each topic
   * @param message what to tell an operator
   */
  public void report(String topic, String kind, String message) {
    report(topic, kind, message, Map.of());
  }

  /**
   * The same, about one record.
   *
   * @param fields what the line says besides; that of the record which makes the line due
   */
  public void report(String topic, String kind, String message, Map<String, String> fields) {
    if (kinds.size() >= MAX_KINDS) {
      kinds.clear();
    }
    long count = kinds.computeIfAbsent(kind + " " + topic, k -> new Kind()).admit(nanoTime);
    if (count > 0) {
      LoggingEventBuilder line =
          log.atError()
              .addKeyValue("error", message)
              .addKeyValue("kind", kind)
              .addKeyValue("topic", topic)
              .addKeyValue("count", count);
      for (Map.Entry<String, String> field : fields.entrySet()) {
        line = line.addKeyValue(field.getKey(), field.getValue());
      }
      line.log(name);
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
