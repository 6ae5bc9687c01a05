package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.util.TimeUtils;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A timer that is nothing but its {@link Buckets} and their sum; it keeps no maximum. */
final class BucketTimer extends AbstractTimer {

  private final Buckets buckets;
  private final LongAdder totalNanos = new LongAdder();

  BucketTimer(Id id, Clock clock, PauseDetector pauseDetector, Buckets buckets) {
    super(id, clock, pauseDetector, TimeUnit.SECONDS, buckets);
    this.buckets = buckets;
  }

  @Override
  protected void recordNonNegative(long amount, TimeUnit unit) {
    totalNanos.add(unit.toNanos(amount));
  }

  @Override
  public long count() {
    return buckets.count();
  }

  @Override
  public double totalTime(TimeUnit unit) {
    return TimeUtils.nanosToUnit((double) totalNanos.sum(), unit);
  }

  @Override
  public double max(TimeUnit unit) {
    return 0;
  }
}
