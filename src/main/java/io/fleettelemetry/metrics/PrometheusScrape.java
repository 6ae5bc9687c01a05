package io.fleettelemetry.metrics;

import io.fleettelemetry.metrics.Exposition.Family;
import io.fleettelemetry.metrics.Exposition.Kind;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Writes a registry's meters as a Prometheus page, by the registry's naming convention. */
final class PrometheusScrape {

  private static final TimeUnit UNIT = TimeUnit.SECONDS;

  private final NamingConvention names;
  private final Exposition page = new Exposition();

  private PrometheusScrape(NamingConvention names) {
    this.names = names;
  }

  /** The page as of now; reads every gauge. */
  static String of(MeterRegistry registry) {
    PrometheusScrape scrape = new PrometheusScrape(registry.config().namingConvention());
    registry.getMeters().stream()
        .sorted(Comparator.comparing(meter -> meter.getId().getTags().toString()))
        .forEach(scrape::add);
    return scrape.page.toString();
  }

  private void add(Meter meter) {
    meter.use(
        gauge -> simple(gauge, Kind.GAUGE, gauge.value()),
        counter -> simple(counter, Kind.COUNTER, counter.count()),
        this::timer,
        this::summary,
        this::longTaskTimer,
        gauge -> simple(gauge, Kind.GAUGE, gauge.value(UNIT)),
        counter -> simple(counter, Kind.COUNTER, counter.count()),
        this::functionTimer,
        this::other);
  }

  private void simple(Meter meter, Kind kind, double value) {
    family(meter, "", kind).sample("", labels(meter), value);
  }

  private void timer(Timer timer) {
    HistogramSnapshot snapshot = timer.takeSnapshot();
    double count = (double) snapshot.count();
    if (timer instanceof BucketTimer) {
      Family family = family(timer, "", Kind.HISTOGRAM);
      for (CountAtBucket bucket : snapshot.histogramCounts()) {
        bucket(family, timer, Exposition.number(bucket.bucket(UNIT)), bucket.count());
      }
      bucket(family, timer, "+Inf", count);
      totals(family, timer, count, snapshot.total(UNIT));
    } else {
      totals(family(timer, "", Kind.SUMMARY), timer, count, snapshot.total(UNIT));
      family(timer, "_max", Kind.GAUGE).sample("", labels(timer), snapshot.max(UNIT));
    }
  }

  private void bucket(Family family, Meter meter, String upperBound, double count) {
    family.sample("_bucket", labels(meter), "le", upperBound, count);
  }

  private void summary(DistributionSummary summary) {
    HistogramSnapshot snapshot = summary.takeSnapshot();
    totals(family(summary, "", Kind.SUMMARY), summary, (double) snapshot.count(), snapshot.total());
    family(summary, "_max", Kind.GAUGE).sample("", labels(summary), snapshot.max());
  }

  private void longTaskTimer(LongTaskTimer timer) {
    List<Tag> labels = labels(timer);
    family(timer, "_active_count", Kind.GAUGE).sample("", labels, timer.activeTasks());
    family(timer, "_duration_sum", Kind.GAUGE).sample("", labels, timer.duration(UNIT));
    family(timer, "_max", Kind.GAUGE).sample("", labels, timer.max(UNIT));
  }

  private void functionTimer(FunctionTimer timer) {
    totals(family(timer, "", Kind.SUMMARY), timer, timer.count(), timer.totalTime(UNIT));
  }

  private void other(Meter meter) {
    Family family = family(meter, "", Kind.UNTYPED);
    for (Measurement measurement : meter.measure()) {
      String statistic = measurement.getStatistic().name().toLowerCase(Locale.ROOT);
      family.sample("", labels(meter), "statistic", statistic, measurement.getValue());
    }
  }

  private void totals(Family family, Meter meter, double count, double sum) {
    family.sample("_sum", labels(meter), sum).sample("_count", labels(meter), count);
  }

  private Family family(Meter meter, String suffix, Kind kind) {
    Meter.Id id = meter.getId();
    String description = id.getDescription();
    String help = description != null ? description : MetricNames.help(id.getName());
    return page.family(id.getConventionName(names) + suffix, kind, help);
  }

  private List<Tag> labels(Meter meter) {
    return meter.getId().getConventionTags(names);
  }
}
