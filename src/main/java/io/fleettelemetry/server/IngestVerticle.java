package io.fleettelemetry.server;

import io.fleettelemetry.bus.Addresses;
import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.config.RateLimitConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One ingest instance: an event loop with its share of the vehicles. Any number of instances share
 * the port.
 */
public final class IngestVerticle extends VerticleBase {

  private static final String ALL_IPV4 = "0.0.0.0";
  private static final String ALL_IPV6_AND_IPV4 = "::";
  private static final int SHARED_FREE_PORT = 1;

  /** How long vehicles wait for the answers to what they sent. */
  private static final long ANSWER_MILLIS = 10_000;

  /** How long dispatchers have for what arrives last: who has disconnected. */
  private static final long LAST_RECORDS_MILLIS = 1_000;

  private static final long LONGEST_STOP_MILLIS =
      ANSWER_MILLIS + VehicleConnection.GOODBYE_MILLIS + LAST_RECORDS_MILLIS;
  private static final long DRAIN_CHECK_MILLIS = 5;

  private final IngestSettings settings;
  private Ingest ingest;
  private HttpServer server;
  private MessageConsumer<OutcomeBatch> outcomes;

  /** An instance; deployed with an event loop context. */
  public IngestVerticle(IngestSettings settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    String outcomeAddress = Addresses.outcomes(ConnectionIds.random());
    ingest = new Ingest(settings, vertx, (ContextInternal) context, outcomeAddress);
    outcomes = settings.bus().onOutcomes(outcomeAddress, ingest::onOutcomes);
    boolean all = settings.host().isEmpty() || settings.host().equals(ALL_IPV4);
    return outcomes
        .completion()
        .compose(registered -> listen(all ? ALL_IPV6_AND_IPV4 : settings.host()))
        .recover(noIpv6 -> all ? listen(ALL_IPV4) : Future.failedFuture(noIpv6))
        .recover(e -> Future.failedFuture(cannotListen(e)));
  }

  private Future<HttpServer> listen(String host) {
    server =
        vertx
            .createHttpServer(settings.tls().serverOptions(host, settings.port()))
            .requestHandler(new VehicleRequestHandler(vertx, ingest));
    // Instances that ask for port 0 would each get their own free one.
    return settings.port() == 0
        ? server.listen(SocketAddress.sharedRandomPort(SHARED_FREE_PORT, host))
        : server.listen();
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
   * Takes no more connections, closes each vehicle's when what it sent is answered, then waits for
   * what is in flight; thirteen seconds at most.
   */
  @Override
  public Future<?> stop() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_STOP_MILLIS);
    long goAway =
        vertx.setTimer(
            ANSWER_MILLIS,
            id -> List.copyOf(ingest.connections()).forEach(VehicleConnection::goAway));
    // Tells each connection, which then drains, and is cut off at the latest before this ends.
    return server
        .shutdown(LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS)
        .compose(closed -> drained(deadline))
        .onComplete(empty -> vertx.cancelTimer(goAway))
        .compose(empty -> outcomes.unregister());
  }

  private Future<Void> drained(long deadline) {
    Promise<Void> drained = Promise.promise();
    vertx.setPeriodic(
        DRAIN_CHECK_MILLIS,
        id -> {
          if (ingest.isIdle() || System.nanoTime() - deadline > 0) {
            vertx.cancelTimer(id);
            drained.complete();
          }
        });
    return drained.future();
  }
}
