package io.fleettelemetry;

import io.fleettelemetry.config.LogConfig;
import io.fleettelemetry.config.RateLimitConfig;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.logging.Logging;
import io.fleettelemetry.server.IngestVerticle;
import io.fleettelemetry.server.tls.VehicleTls;
import io.fleettelemetry.server.tls.VehicleTls.Reloading.Refused;
import io.fleettelemetry.server.tls.VehicleTls.Reloading.Reloaded;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** The parts of a running server that change with its configuration. For one reload at a time. */
final class LiveParts implements ReloadTarget {

  private final Vertx vertx;
  private final VehicleTls tls;
  private final List<IngestVerticle> ingest;
  private volatile LogConfig.Level logLevel;
  private volatile RateLimitConfig rateLimit;

  /** A certificate was read that listeners do not show yet. */
  private volatile boolean certificateDue;

  /**
   * @param config what they run with
   * @param ingest all instances, which share one port
   */
  LiveParts(Vertx vertx, ServerConfig config, VehicleTls tls, List<IngestVerticle> ingest) {
    this.vertx = vertx;
    this.tls = tls;
    this.ingest = ingest;
    this.logLevel = config.log().level();
    this.rateLimit = config.rateLimit();
  }

  /** Only what is in files can be wrong yet; it comes first, so that nothing is taken by halves. */
  @Override
  public Future<Taken> take(ServerConfig config) {
    return vertx
        .executeBlocking(() -> tls.reload(config.tls(), config.access()))
        .compose(
            read ->
                read instanceof Refused refused
                    ? Future.succeededFuture(new Taken.Refused(refused.problems()))
                    : take(config, (Reloaded) read));
  }

  private Future<Taken> take(ServerConfig config, Reloaded read) {
    certificateDue |= read.certificateChanged();
    if (!certificateDue) {
      return Future.succeededFuture(takeRest(config, read, new ArrayList<>()));
    }
    // Those that share a port share its certificate. That the engine takes it was tried before.
    return ingest
        .get(0)
        .updateCertificate()
        .map(
            shown -> {
              certificateDue = false;
              return takeRest(config, read, new ArrayList<>(List.of("certificate")));
            });
  }

  private Taken takeRest(ServerConfig config, Reloaded read, List<String> parts) {
    if (read.accessChanged()) {
      parts.add("access");
    }
    if (config.log().level() != logLevel) {
      parts.add("log_level");
      logLevel = config.log().level();
      Logging.setLevel(logLevel);
    }
    if (!config.rateLimit().equals(rateLimit)) {
      parts.add("rate_limit");
      rateLimit = config.rateLimit();
      ingest.forEach(instance -> instance.updateRateLimit(rateLimit));
    }
    return new Taken.Changed(List.copyOf(parts), read.warnings());
  }
}
