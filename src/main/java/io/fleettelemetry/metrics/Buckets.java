package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.Histogram;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * A histogram of fixed buckets for one value a record: a search and one striped addition, no clock
 * and nothing that threads contend for.
 */
final class Buckets implements Histogram {

  private final double[] upperBounds;
  private final LongAdder[] counts;

  /**
   * Empty buckets.
   *
   * @param upperBounds ascending, each included in its bucket; a last bucket takes what is above
   */
  Buckets(double[] upperBounds) {
    this.upperBounds = upperBounds.clone();
    this.counts =
        Stream.generate(LongAdder::new).limit(upperBounds.length + 1L).toArray(LongAdder[]::new);
  }

  @Override
  public void recordLong(long value) {
    recordDouble((double) value);
  }

  @Override
  public void recordDouble(double value) {
    int found = Arrays.binarySearch(upperBounds, value);
    counts[found >= 0 ? found : -found - 1].increment();
  }

  long count() {
    return Stream.of(counts).mapToLong(LongAdder::sum).sum();
  }

  /** Counts what the buckets hold now, so that they always add up to the snapshot's count. */
  @Override
  public HistogramSnapshot takeSnapshot(long ignoredCount, double total, double max) {
    CountAtBucket[] cumulative = new CountAtBucket[upperBounds.length];
    long below = 0;
    for (int i = 0; i < cumulative.length; i++) {
      below += counts[i].sum();
      cumulative[i] = new CountAtBucket(upperBounds[i], (double) below);
    }
    long all = below + counts[cumulative.length].sum();
    return new HistogramSnapshot(all, total, max, null, cumulative, null);
  }
}
