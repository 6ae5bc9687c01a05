package io.fleettelemetry.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Parts one ingest instance from its vehicles while the server stops: one after the other stops
 * being read, gets the answers to what it sent, and is closed. One whose turn has not come is
 * served as ever. Used on the instance's event loop alone.
 */
final class Drain {

  /** Turns that come closer together are taken at once. */
  private static final long TICK_MILLIS = 10;

  /** How long connections that are cut off may take to be gone. */
  private static final Duration LAST = Duration.ofMillis(500);

  private final Vertx vertx;
  private final Ingest ingest;
  private final DrainTimes times;
  private final long beginNanos = System.nanoTime();
  private final Promise<Void> done = Promise.promise();

  /** Everyone who is connected now; nobody else will be. The order is nobody's merit. */
  private final List<ConnectionLifecycle> vehicles;

  /** How many of them have had their turn. */
  private int taken;

  /** Begins when it is {@link #run}. */
  Drain(Vertx vertx, Ingest ingest, DrainTimes times) {
    this.vertx = vertx;
    this.ingest = ingest;
    this.times = times;
    this.vehicles = List.copyOf(ingest.connections());
  }

  /**
   * Parts from all.
   *
   * @return succeeds when the last one is gone, or no time is left; what each brought, and that it
   *     has gone, has then been sent to the dispatchers. Completes on the event loop.
   */
  Future<Void> run() {
    if (!tick()) {
      vertx.setPeriodic(
          TICK_MILLIS,
          id -> {
            if (tick()) {
              vertx.cancelTimer(id);
            }
          });
    }
    return done.future();
  }

  /** Whether it was the last one. */
  private boolean tick() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - beginNanos);
    for (int due = times.due(elapsed, vehicles.size()); taken < due; taken++) {
      vehicles.get(taken).drain();
    }
    if (elapsed.compareTo(times.answersEnd(vehicles.size())) >= 0) {
      List.copyOf(ingest.connections()).forEach(ConnectionLifecycle::goAway);
    }
    Duration end = times.end(vehicles.size());
    if (elapsed.compareTo(end) >= 0) {
      List.copyOf(ingest.connections()).forEach(ConnectionLifecycle::cutOff);
    }
    // Those that are cut off are gone a moment later, and so is what tells that.
    boolean ends = ingest.connections().isEmpty() || elapsed.compareTo(end.plus(LAST)) >= 0;
    if (ends) {
      ingest.sendRecords();
      done.complete();
    }
    return ends;
  }
}
