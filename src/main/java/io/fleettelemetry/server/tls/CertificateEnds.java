package io.fleettelemetry.server.tls;

import io.fleettelemetry.auth.Expiry;
import io.fleettelemetry.metrics.CertificateDays;
import io.fleettelemetry.metrics.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the certificates and lists in use end: as metrics, and as warnings while it is near.
 * Thread-safe.
 */
final class CertificateEnds {

  /** How long before an end it is warned of. */
  static final Duration SOON = Duration.ofDays(21);

  private static final Logger LOG = LoggerFactory.getLogger(CertificateEnds.class);
  private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();
  private static final double TENTH = 10.0;

  private record End(String kind, Expiry expiry) {}

  private final Metrics metrics;
  private final Clock clock;
  private volatile List<End> ends = List.of();

  CertificateEnds(Metrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Shows these from now on, and warns of those that end soon. */
  void show(TlsFiles files) {
    List<End> now = new ArrayList<>();
    now.add(new End("server", files.server()));
    files.clients().anchors().expiries().forEach(one -> now.add(new End("anchor", one)));
    files.clients().revocations().expiries().forEach(one -> now.add(new End("crl", one)));
    ends = List.copyOf(now);
    metrics.certificates(series(now));
    warn();
  }

  private List<CertificateDays> series(List<End> all) {
    Map<String, Long> endsByName =
        all.stream()
            .distinct()
            .collect(Collectors.groupingBy(CertificateEnds::series, Collectors.counting()));
    Map<String, CertificateDays> series = new LinkedHashMap<>();
    for (End end : all) {
      Instant until = end.expiry().end();
      // An authority that was renewed under its name is there twice.
      String name =
          endsByName.get(series(end)) == 1
              ? end.expiry().name()
              : end.expiry().name() + " until " + until;
      series.put(end.kind() + name, new CertificateDays(end.kind(), name, () -> daysLeft(until)));
    }
    return List.copyOf(series.values());
  }

  private static String series(End end) {
    return end.kind() + " " + end.expiry().name();
  }

  /** Logs a line for each that ends soon or has ended. */
  void warn() {
    for (End end : ends) {
      if (isNews(end.expiry())) {
        LOG.atWarn()
            .addKeyValue("certificate", end.kind())
            .addKeyValue("name", end.expiry().name())
            .addKeyValue("days_left", Math.floor(daysLeft(end.expiry().end()) * TENTH) / TENTH)
            .addKeyValue("ends", end.expiry().end())
            .log("certificate_ends_soon");
      }
    }
  }

  /** Some of the built-in authorities ended long ago, which nobody here can change. */
  private boolean isNews(Expiry expiry) {
    Instant now = clock.instant();
    boolean over = now.isAfter(expiry.end());
    return now.plus(SOON).isAfter(expiry.end()) && !(over && expiry.builtIn());
  }

  private double daysLeft(Instant end) {
    return Duration.between(clock.instant(), end).toSeconds() / SECONDS_A_DAY;
  }
}
