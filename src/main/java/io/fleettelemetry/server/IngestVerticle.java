package io.fleettelemetry.server;

import io.fleettelemetry.bus.Addresses;
import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.config.ConnectionsConfig;
import io.fleettelemetry.config.RateLimitConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One ingest instance: an event loop with its share of the vehicles. Any number of instances share
 * the port.
 */
public final class IngestVerticle extends VerticleBase {

  private static final String ALL_IPV4 = "0.0.0.0";
  private static final String ALL_IPV6_AND_IPV4 = "::";
  private static final int SHARED_FREE_PORT = 1;

  /** How long clients that have not become vehicles may hold the end of an instance. */
  private static final long CLOSE_MILLIS = 500;

  private final IngestSettings settings;
  private Ingest ingest;
  private HttpServer server;
  private MessageConsumer<OutcomeBatch> outcomes;
  private Future<Void> closed = Future.succeededFuture();

  /** An instance; deployed with an event loop context. */
  public IngestVerticle(IngestSettings settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    String outcomeAddress = Addresses.outcomes(ConnectionIds.random());
    ingest = new Ingest(settings, vertx, (ContextInternal) context, outcomeAddress);
    new ConnectionWatch(vertx, ingest).start();
    outcomes = settings.bus().onOutcomes(outcomeAddress, ingest::onOutcomes);
    boolean all = settings.host().isEmpty() || settings.host().equals(ALL_IPV4);
    return outcomes
        .completion()
        .compose(registered -> listen(all ? ALL_IPV6_AND_IPV4 : settings.host()))
        .recover(noIpv6 -> all ? listen(ALL_IPV4) : Future.failedFuture(noIpv6))
        .recover(e -> Future.failedFuture(cannotListen(e)));
  }

  private Future<HttpServer> listen(String host) {
    UpgradeLimit limit =
        new UpgradeLimit(
            vertx,
            settings.connections().handshakeTimeout().toMillis(),
            settings.metrics()::connectionRefused);
    server =
        vertx
            .createHttpServer(serverOptions(host))
            .connectionHandler(connection -> connected(connection, limit))
            .requestHandler(new VehicleRequestHandler(vertx, ingest, limit));
    // Instances that ask for port 0 would each get their own free one.
    return settings.port() == 0
        ? server.listen(SocketAddress.sharedRandomPort(SHARED_FREE_PORT, host))
        : server.listen();
  }

  private HttpServerOptions serverOptions(String host) {
    ConnectionsConfig connections = settings.connections();
    return settings
        .tls()
        .serverOptions(host, settings.port())
        .setSslHandshakeTimeout(connections.handshakeTimeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        // A vehicle that is not read sends no pong that anybody sees: then TCP finds the dead ones.
        .setTcpUserTimeout((int) Math.min(Integer.MAX_VALUE, connections.idleTimeout().toMillis()));
  }

  private void connected(HttpConnection connection, UpgradeLimit limit) {
    if (ingest.isStopping()) {
      // Its TLS was under way when the server began to stop, and it was not told of that.
      connection.close();
    } else {
      limit.begin(connection);
    }
  }

  private IOException cannotListen(Throwable cause) {
    return new IOException(
        "cannot listen on %s port %d: %s"
            .formatted(settings.host(), settings.port(), cause.getMessage()),
        cause);
  }

  /** The port it listens on, once it has started. */
  public int port() {
    return server.actualPort();
  }

  /**
   * Shows new connections the server's certificate and key as the TLS settings have them now, on
   * all instances that share the port. Connections stay; tickets of sessions end, so that vehicles
   * that come back make a full handshake.
   *
   * @return succeeds when it is in use; fails when the engine does not take the pair, and the one
   *     before stays. Called on any thread once it has started, and completes on any.
   */
  public Future<?> updateCertificate() {
    return server.updateSSLOptions(settings.tls().sslOptions(), true);
  }

  /**
   * Changes the rate limit, of the connections that are open too: each begins to count anew with
   * its next message. Once it has started; on any thread.
   */
  public void updateRateLimit(RateLimitConfig changed) {
    context.runOnContext(v -> ingest.rateLimit(changed));
  }

  /**
   * Takes no more connections and parts from the vehicles. Called once, on any thread.
   *
   * @return succeeds when the last one is gone, at the latest when {@code times} say so; what it
   *     has for the dispatchers has then been sent. Completes on the instance's event loop.
   */
  public Future<Void> drain(DrainTimes times) {
    return onEventLoop(
        drained -> {
          ingest.beginStop(times.goodbye());
          // Closes what is no vehicle's yet; those that are hear of it, and wait for their turn.
          closed = server.shutdown(times.latestEnd());
          new Drain(vertx, ingest, times).run().onComplete(drained);
        });
  }

  /**
   * Ends every record that still waits for an outcome, since the dispatchers are gone. Called once,
   * after {@link #drain}, on any thread.
   *
   * @return succeeds with what was lost since the drain began; completes on the instance's event
   *     loop
   */
  public Future<LostRecords> endRecords() {
    return onEventLoop(
        lost -> {
          ingest.inFlight().endAll();
          ingest.flushAnswers();
          lost.complete(ingest.inFlight().losses().sum());
        });
  }

  private <T> Future<T> onEventLoop(Consumer<Promise<T>> action) {
    Promise<T> promise = ((ContextInternal) context).promise();
    context.runOnContext(
        now -> {
          try {
            action.accept(promise);
          } catch (RuntimeException e) {
            promise.tryFail(e);
          }
        });
    return promise.future();
  }

  /** Takes no more outcomes; the listener has been closed by {@link #drain}, or is now. */
  @Override
  public Future<?> stop() {
    return closed
        .timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .transform(any -> outcomes.unregister());
  }
}
