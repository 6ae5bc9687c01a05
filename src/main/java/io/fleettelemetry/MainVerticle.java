package io.fleettelemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.logging.Logging;
import io.fleettelemetry.metrics.MetricsBackend;
import io.fleettelemetry.server.tls.TlsEngine;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as a verticle, for the Vert.x launcher or a Vert.x application: {@code -conf} takes
 * the configuration file. The Vertx is then not ours; what only {@link Main} can set up is missing,
 * and a warning says so. At most one in a Vertx.
 */
public final class MainVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(MainVerticle.class);

  /** What gives the configuration. */
  private static final String OPTION = "-conf";

  private final Closeable closeHook = done -> stopServer().onComplete(done);
  private volatile MetricsBackend backend;
  private volatile Server server;

  @Override
  public Future<?> start() {
    DispatcherCatalogue catalogue = DispatcherCatalogue.builtIn();
    ConfigSource source = source(catalogue);
    return vertx
        .executeBlocking(() -> load(source, catalogue))
        .compose(
            loaded -> {
              warnOfWhatIsMissing();
              backend = MetricsBackend.of(loaded.config().monitoring());
              backend.bind(vertx);
              return startServer(loaded, source, catalogue);
            })
        .onFailure(e -> closeBackend());
  }

  private Loading.Loaded load(ConfigSource source, DispatcherCatalogue catalogue) {
    Loading loading = source.reading().get();
    if (loading instanceof Loading.Refused refused) {
      throw new RefusedConfigException(refused.errors());
    }
    Loading.Loaded read = (Loading.Loaded) loading;
    Problems found = new Problems();
    new StartCheck(catalogue).check(vertx, read.config(), found);
    if (found.hasErrors()) {
      throw new RefusedConfigException(found.errors());
    }
    Loading.Loaded loaded = read.with(found.warnings());
    Logging.configure(loaded.config().log());
    Problems.log(loaded.warnings());
    return loaded;
  }

  /** It stays as it is while the files that it names may change. */
  private ConfigSource source(DispatcherCatalogue catalogue) {
    return new ConfigLoader(catalogue.settingsReaders(), false)
        .source(OPTION, config().encode().getBytes(UTF_8), System.getenv());
  }

  private void warnOfWhatIsMissing() {
    if (!vertx.isNativeTransportEnabled()) {
      warn("native transport", "start with Main, or a Vertx that prefers the native transport");
    }
    if (!vertx.isMetricsEnabled()) {
      warn(
          "meters of Vert.x's thread pools", "start with Main, or a Vertx with metrics of its own");
    }
    if (TlsEngine.best() == TlsEngine.JDK && !Boolean.getBoolean(Main.REJECT_RENEGOTIATION)) {
      warn(
          "refusal of renegotiation",
          "start with Main, or Java with -D" + Main.REJECT_RENEGOTIATION + "=true");
    }
  }

  private static void warn(String lost, String rule) {
    LOG.atWarn().addKeyValue("lost", lost).addKeyValue("rule", rule).log("foreign_vertx");
  }

  /**
   * Away from this verticle's own deployment, and stopped before the Vertx closes anything: what is
   * deployed here, and what a Vertx that closes still has, is ended all at once, dispatchers
   * together with the ingest instances that wait for them.
   */
  private Future<Void> startServer(
      Loading.Loaded loaded, ConfigSource source, DispatcherCatalogue catalogue) {
    VertxInternal host = (VertxInternal) vertx;
    Promise<Server> started = Promise.promise();
    host.createEventLoopContext()
        .runOnContext(
            v -> Server.start(vertx, loaded.config(), catalogue, backend).onComplete(started));
    return started
        .future()
        .onSuccess(
            running -> {
              server = running;
              running.watch(loaded, source);
              host.addCloseHook(closeHook);
            })
        .mapEmpty();
  }

  @Override
  public Future<?> stop() {
    ((VertxInternal) vertx).removeCloseHook(closeHook);
    return stopServer().onComplete(stopped -> closeBackend());
  }

  private Future<Void> stopServer() {
    return server == null ? Future.succeededFuture() : server.stop().mapEmpty();
  }

  private void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }
}
