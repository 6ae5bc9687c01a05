package io.fleettelemetry.server;

import io.fleettelemetry.config.ConnectionsConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks at all connections of an ingest instance from time to time, a part of them in each turn of
 * its event loop: a timer for each connection would cost more. Used on that event loop alone.
 */
final class ConnectionWatch {

  private static final long MOST_MILLIS = TimeUnit.SECONDS.toMillis(3);
  private static final long LEAST_MILLIS = 50;

  /** Of one turn, which takes less than a millisecond. */
  private static final int CONNECTIONS = 1_000;

  private static final ConnectionLifecycle[] NONE = {};

  private final Vertx vertx;
  private final Ingest ingest;
  private final long pingNanos;
  private final long idleNanos;

  private ConnectionLifecycle[] round = NONE;
  private int next;

  ConnectionWatch(Vertx vertx, Ingest ingest) {
    ConnectionsConfig config = ingest.settings().connections();
    this.vertx = vertx;
    this.ingest = ingest;
    this.pingNanos = config.pingInterval().toNanos();
    this.idleNanos = config.idleTimeout().toNanos();
  }

  /** Begins to look; ends with the verticle. */
  void start() {
    vertx.setPeriodic(periodMillis(ingest.settings().connections()), id -> look());
  }

  /** A tenth of the shorter time: as late as that a ping or the end of a connection may be. */
  private static long periodMillis(ConnectionsConfig config) {
    return Stream.of(config.pingInterval(), config.idleTimeout())
        .filter(time -> !time.isZero())
        .mapToLong(Duration::toMillis)
        .map(millis -> Math.max(LEAST_MILLIS, Math.min(millis / 10, MOST_MILLIS)))
        .min()
        .orElse(MOST_MILLIS);
  }

  private void look() {
    // Where one round takes longer than the time between two, the next one waits.
    if (round.length == 0) {
      round = ingest.connections().toArray(NONE);
      next = 0;
      turn();
    }
  }

  private void turn() {
    long now = System.nanoTime();
    int end = Math.min(round.length, next + CONNECTIONS);
    for (; next < end; next++) {
      round[next].checkAlive(now, pingNanos, idleNanos);
    }
    ingest.flushAnswers();
    if (next < round.length) {
      ingest.execute(this::turn);
    } else {
      round = NONE;
    }
  }
}
