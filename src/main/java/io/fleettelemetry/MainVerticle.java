package io.fleettelemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.logging.Logging;
import io.fleettelemetry.metrics.MetricsBackend;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as a verticle, for the Vert.x launcher or a Vert.x application: {@code -conf} takes
 * the configuration file. The Vertx is then not ours; what only {@link Main} can set up is missing,
 * and a warning says so. At most one in a Vertx.
 */
public final class MainVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(MainVerticle.class);

  private MetricsBackend backend;
  private Server server;

  @Override
  public Future<?> start() {
    DispatcherCatalogue catalogue = DispatcherCatalogue.builtIn();
    return vertx
        .executeBlocking(() -> load(catalogue))
        .compose(
            config -> {
              warnOfWhatIsMissing();
              backend = MetricsBackend.of(config.monitoring());
              backend.bind(vertx);
              return Server.start(vertx, config, catalogue, backend);
            })
        .onSuccess(started -> server = started)
        .onFailure(e -> closeBackend());
  }

  private ServerConfig load(DispatcherCatalogue catalogue) {
    Loading loading =
        new ConfigLoader(catalogue.settingsReaders(), false)
            .read("-conf", config().encode().getBytes(UTF_8), System.getenv());
    if (loading instanceof Loading.Refused refused) {
      throw new RefusedConfigException(refused.errors());
    }
    Loading.Loaded loaded = (Loading.Loaded) loading;
    Logging.configure(loaded.config().log());
    loaded.logWarnings();
    return loaded.config();
  }

  private void warnOfWhatIsMissing() {
    if (!vertx.isNativeTransportEnabled()) {
      LOG.atWarn()
          .addKeyValue("lost", "native transport")
          .addKeyValue("rule", "start with Main, or a Vertx that prefers the native transport")
          .log("foreign_vertx");
    }
    if (!vertx.isMetricsEnabled()) {
      LOG.atWarn()
          .addKeyValue("lost", "meters of Vert.x's thread pools")
          .addKeyValue("rule", "start with Main, or a Vertx with metrics of its own")
          .log("foreign_vertx");
    }
  }

  @Override
  public Future<?> stop() {
    return (server == null ? Future.<Void>succeededFuture() : server.stop())
        .onComplete(stopped -> closeBackend());
  }

  private void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }
}
