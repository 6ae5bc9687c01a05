package io.fleettelemetry;

import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.metrics.Metrics;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * What a server does beside its work: takes changes of its configuration up, and warns each day of
 * certificates and lists that end soon. Thread-safe.
 */
final class Upkeep {

  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final Vertx vertx;
  private final ReloadTarget parts;
  private final Metrics metrics;
  private final long warnings;
  private Reloader reloader;
  private boolean closed;

  /**
   * Warns from now on.
   *
   * @param warning warns of what ends soon, if anything does; called on an event loop
   * @param parts what takes changes up
   */
  Upkeep(Vertx vertx, Runnable warning, ReloadTarget parts, Metrics metrics) {
    this.vertx = vertx;
    this.parts = parts;
    this.metrics = metrics;
    this.warnings = vertx.setPeriodic(DAY_MILLIS, id -> warning.run());
  }

  /** As {@link Server#watch}. */
  synchronized void watch(Loaded loaded, ConfigSource source) {
    if (!closed) {
      reloader = new Reloader(vertx, source, loaded, parts, new ReloadReport(loaded, metrics));
      reloader.watch(loaded.config().tls().reloadInterval());
    }
  }

  /** As {@link Server#reload}. */
  synchronized void reload() {
    if (reloader != null) {
      reloader.reload();
    }
  }

  /** Starts nothing more, and takes nothing over that is being read. */
  synchronized void close() {
    closed = true;
    vertx.cancelTimer(warnings);
    if (reloader != null) {
      reloader.close();
    }
  }
}
