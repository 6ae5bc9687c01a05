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
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server with a Vert.x and a metrics back end of its own, as the command line runs it. */
final class StandaloneServer implements RunningServer {

  /** A dispatcher that blocks its thread would hold Vert.x for ever. */
  private static final long CLOSE_MILLIS = 2_000;

  /** However late it is, what can be closed is. */
  private static final long LEAST_CLOSE_MILLIS = 100;

  private final Vertx vertx;
  private final MetricsBackend backend;
  private final Server server;
  private final Duration timeout;

  private StandaloneServer(Vertx vertx, MetricsBackend backend, Server server, Duration timeout) {
    this.timeout = timeout;
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
        .onSuccess(
            server ->
                started.complete(
                    new StandaloneServer(vertx, backend, server, config.shutdown().timeout())))
        .onFailure(e -> close(vertx, backend, CLOSE_MILLIS).onComplete(closed -> started.fail(e)));
    return started.future();
  }

  /** As {@link Server#reload}. */
  void reload() {
    server.reload();
  }

  /**
   * A thread that does not end, a dispatcher's that is blocked, has been told of by then; the
   * process ends without it.
   */
  @Override
  public Future<LostRecords> stop() {
    long begin = System.nanoTime();
    return server
        .stop()
        .transform(
            stopped -> {
              long left =
                  timeout.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
              return close(
                      vertx, backend, Math.min(CLOSE_MILLIS, Math.max(LEAST_CLOSE_MILLIS, left)))
                  .otherwiseEmpty()
                  .transform(
                      closed ->
                          stopped.succeeded()
                              ? Future.succeededFuture(stopped.result())
                              : Future.failedFuture(stopped.cause()));
            });
  }

  private static Future<Void> close(Vertx vertx, MetricsBackend backend, long limitMillis) {
    return vertx
        .close()
        .timeout(limitMillis, TimeUnit.MILLISECONDS)
        .andThen(closed -> backend.close());
  }
}
