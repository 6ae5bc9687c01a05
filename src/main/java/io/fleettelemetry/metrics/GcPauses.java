package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.Clock;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often and how long collections stop the process. Rates are taken over the time since the last
 * look, at least a second, so that several readers of one scrape see the same. Thread-safe.
 */
final class GcPauses {

  private static final long MIN_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Clock clock;
  private final LongSupplier count;
  private final LongSupplier millis;
  private long windowStart;
  private long countAtStart;
  private long millisAtStart;
  private double countRate;
  private double millisRate;

  /**
   * @param count pauses so far
   * @param millis their length so far
   */
  GcPauses(Clock clock, LongSupplier count, LongSupplier millis) {
    this.clock = clock;
    this.count = count;
    this.millis = millis;
    this.windowStart = clock.monotonicTime();
    this.countAtStart = count.getAsLong();
    this.millisAtStart = millis.getAsLong();
  }

  static GcPauses ofThisProcess(Clock clock) {
    List<GarbageCollectorMXBean> pausing =
        ManagementFactory.getGarbageCollectorMXBeans().stream().filter(GcPauses::pauses).toList();
    return new GcPauses(
        clock,
        () -> pausing.stream().mapToLong(gc -> Math.max(0, gc.getCollectionCount())).sum(),
        () -> pausing.stream().mapToLong(gc -> Math.max(0, gc.getCollectionTime())).sum());
  }

  long totalMillis() {
    return millis.getAsLong();
  }

  synchronized double millisPerSecond() {
    look();
    return millisRate;
  }

  synchronized double countPerSecond() {
    look();
    return countRate;
  }

  private void look() {
    long now = clock.monotonicTime();
    long elapsed = now - windowStart;
    if (elapsed < MIN_WINDOW_NANOS) {
      return;
    }
    double seconds = elapsed / (double) TimeUnit.SECONDS.toNanos(1);
    long countNow = count.getAsLong();
    long millisNow = millis.getAsLong();
    countRate = (countNow - countAtStart) / seconds;
    millisRate = (millisNow - millisAtStart) / seconds;
    windowStart = now;
    countAtStart = countNow;
    millisAtStart = millisNow;
  }

  /** Concurrent collectors report their cycles beside their pauses; the cycles stop nobody. */
  private static boolean pauses(GarbageCollectorMXBean gc) {
    return !gc.getName().endsWith("Cycles") && !gc.getName().endsWith("Concurrent GC");
  }
}
