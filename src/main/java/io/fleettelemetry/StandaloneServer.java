package io.fleettelemetry;

import io.fleettelemetry.cli.RunningServer;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.metrics.MetricsBackend;
import io.fleettelemetry.server.LostRecords;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/** A server with a Vert.x and a metrics back end of its own, as the command line runs it. */
final class StandaloneServer implements RunningServer {

  /** A dispatcher that blocks its thread would hold Vert.x for ever. */
  private static final long CLOSE_SECONDS = 2;

  private final Vertx vertx;
  private final MetricsBackend backend;
  private final Server server;

  private StandaloneServer(Vertx vertx, MetricsBackend backend, Server server) {
    this.vertx = vertx;
    this.backend = backend;
    this.server = server;
  }

  /**
   * Starts one; as {@link Server#start}, and when it fails nothing is left open.
   *
   * @param source what {@code loaded} was read from, for changes of it
   */
  static Future<StandaloneServer> start(
      Loaded loaded, ConfigSource source, DispatcherCatalogue catalogue) {
    ServerConfig config = loaded.config();
    MetricsBackend backend = MetricsBackend.of(config.monitoring());
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setPreferNativeTransport(true)
                    .setMetricsOptions(backend.vertxOptions()))
            .withMetrics(backend.vertxMetrics())
            .build();
    backend.bind(vertx);
    // Bound to no context: those of this Vert.x run nothing more once it is closed.
    Promise<StandaloneServer> started = Promise.promise();
    Server.start(vertx, config, catalogue, backend)
        .onSuccess(server -> server.watch(loaded, source))
        .onSuccess(server -> started.complete(new StandaloneServer(vertx, backend, server)))
        .onFailure(e -> close(vertx, backend).onComplete(closed -> started.fail(e)));
    return started.future();
  }

  /** As {@link Server#reload}. */
  void reload() {
    server.reload();
  }

  /** Records that are lost are worse than a thread that does not end: then that goes unsaid. */
  @Override
  public Future<LostRecords> stop() {
    return server
        .stop()
        .compose(
            lost -> {
              Future<LostRecords> closed = close(vertx, backend).map(lost);
              return lost.total() == 0 ? closed : closed.otherwise(lost);
            });
  }

  private static Future<Void> close(Vertx vertx, MetricsBackend backend) {
    return vertx
        .close()
        .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .andThen(closed -> backend.close());
  }
}
