package io.fleettelemetry.server;

import io.fleettelemetry.config.ConnectionsConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all connections of an ingest instance from time to time, whether they are alive and may
 * stay, a part of them in each turn of its event loop: a timer for each connection would cost more.
 * Used on that event loop alone.
 */
final class ConnectionWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

  private static final long MOST_MILLIS = TimeUnit.SECONDS.toMillis(3);
  private static final long LEAST_MILLIS = 50;

  /** What is done in one turn: a look at a connection is 1, and a turn takes some milliseconds. */
  private static final int TURN = 2_000;

  private static final int VERIFICATION = 100;

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
    long nanos = System.nanoTime();
    long millis = System.currentTimeMillis();
    long revision = ingest.settings().tls().revision();
    for (int work = 0; next < round.length && work < TURN; next++) {
      try {
        round[next].checkAlive(nanos, pingNanos, idleNanos);
        work += round[next].checkStanding(revision, millis) ? VERIFICATION : 1;
      } catch (RuntimeException fault) {
        // The others are looked at all the same.
        LOG.atError().setCause(fault).log("connection_watch_failed");
      }
    }
    ingest.flushAnswers();
    if (next < round.length) {
      ingest.execute(this::turn);
    } else {
      round = NONE;
    }
  }
}
