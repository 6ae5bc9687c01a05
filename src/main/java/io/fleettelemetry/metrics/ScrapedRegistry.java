package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * Cumulative meters for {@link PrometheusScrape}. The library's own Prometheus registry would add
 * {@code _total} to every counter, and its histograms cost twenty times as much a record.
 */
final class ScrapedRegistry extends SimpleMeterRegistry {

  ScrapedRegistry(Clock clock) {
    super(SimpleConfig.DEFAULT, clock);
    config().namingConvention(new PrometheusNames());
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauseDetector) {
    if (!distribution.isPublishingHistogram()) {
      return super.newTimer(id, distribution, pauseDetector);
    }
    double[] bounds =
        distribution.getHistogramBuckets(true).stream().mapToDouble(Double::doubleValue).toArray();
    return new BucketTimer(id, clock, pauseDetector, new Buckets(bounds));
  }
}
