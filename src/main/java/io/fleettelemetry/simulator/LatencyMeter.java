package io.fleettelemetry.simulator;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Measures latencies from 1 microsecond to one hour. Thread-safe; recording never waits. */
final class LatencyMeter {

  private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 3;

  private final Recorder recorder = new Recorder(MAX_MICROS, DIGITS);
  private final Histogram total = new Histogram(MAX_MICROS, DIGITS);
  private Histogram interval;

  void record(long nanos) {
    recorder.recordValue(Math.min(MAX_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
  }

  /** Since the last call. Not for event loops. */
  synchronized Latencies interval() {
    interval = recorder.getIntervalHistogram(interval);
    total.add(interval);
    return latencies(interval);
  }

  /** Forgets what was measured so far. Not for event loops. */
  synchronized void restart() {
    interval();
    total.reset();
  }

  /** Since the beginning, or the last restart. Not for event loops. */
  synchronized Latencies total() {
    interval();
    return latencies(total);
  }

  private static Latencies latencies(Histogram of) {
    return new Latencies(
        of.getTotalCount(),
        at(of, 50),
        at(of, 90),
        at(of, 99),
        at(of, 99.9),
        Duration.of(of.getMaxValue(), ChronoUnit.MICROS));
  }

  private static Duration at(Histogram of, double percentile) {
    return Duration.of(of.getValueAtPercentile(percentile), ChronoUnit.MICROS);
  }
}
