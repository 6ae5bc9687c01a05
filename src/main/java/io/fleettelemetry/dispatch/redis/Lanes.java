package io.fleettelemetry.dispatch.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one lane to each master, and opens another where one is lost, at growing intervals while
 * that is of no use. Its state is guarded by {@code lock}, which its callers hold.
 */
final class Lanes {

  /** Hears of lanes, with the lock held. */
  interface Listener {

    /** Lanes were opened or masters were looked for: records may go elsewhere than before. */
    void changed();

    /** What was sent on this lane gets no answer. */
    void lost(Lane lane);
  }

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 6;

  private final Masters masters;
  private final Settlements settlements;
  private final Listener listener;
  private final Object lock;
  private final Map<RedisURI, Lane> byMaster = new HashMap<>();
  private final Promise<Void> started = Promise.promise();
  private boolean looking;
  private boolean planned;
  private boolean closed;
  private int failedLooks;
  private String problem = "not connected yet";

  Lanes(Masters masters, Settlements settlements, Listener listener, Object lock) {
    this.masters = masters;
    this.settlements = settlements;
    this.listener = listener;
    this.lock = lock;
  }

  /**
   * Begins to connect.
   *
   * @param name of the servers, for the message of a failure
   * @return succeeds with the first lane; fails when a server refuses us, or when none was reached
   *     in time. Completes on any thread.
   */
  Future<Void> start(String name, Duration limit) {
    look();
    masters
        .timer()
        .schedule(
            () -> fail("cannot reach %s within %d ms: ".formatted(name, limit.toMillis())),
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    return started.future();
  }

  private void fail(String message) {
    synchronized (lock) {
      started.tryFail(message + problem);
    }
  }

  /** The lane to a slot's master; empty when it is not open. */
  Optional<Lane> open(int slot) {
    return masters.master(slot).map(byMaster::get).filter(Lane::isOpen);
  }

  /** Sends all that was written. */
  void flush() {
    for (Lane lane : List.copyOf(byMaster.values())) {
      try {
        lane.flush();
      } catch (RuntimeException e) {
        lose(lane, RedisErrors.kind(e), RedisErrors.reason(e));
      }
    }
  }

  /** Gives up those that owe answers and have given none for so long. */
  void loseSilent(Duration limit) {
    for (Lane lane : List.copyOf(byMaster.values())) {
      if (lane.isSilent(limit)) {
        lose(lane, "Silent", "no answer for %d ms".formatted(limit.toMillis()));
      }
    }
  }

  /** Somebody else than was known has a slot: looks for masters, but not all the time. */
  void lookSoon() {
    lookAfter(SHORTEST_PAUSE);
  }

  private void lookAfter(Duration pause) {
    if (!planned && !closed) {
      planned = true;
      later(
          pause,
          () -> {
            planned = false;
            look();
          });
    }
  }

  /** Runs with the lock held. */
  private void later(Duration pause, Runnable task) {
    try {
      masters.timer().schedule(() -> locked(task), pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: nobody waits for it.
      closed = true;
    }
  }

  private void locked(Runnable task) {
    synchronized (lock) {
      if (!closed) {
        task.run();
      }
    }
  }

  /** Looks for masters, then opens the lanes that are missing. */
  private void look() {
    if (!looking && !closed) {
      looking = true;
      masters.refresh().whenComplete((any, error) -> locked(() -> looked(error)));
    }
  }

  private void looked(Throwable error) {
    looking = false;
    if (error == null) {
      failedLooks = 0;
    } else {
      trouble("no list of masters", error);
      lookAfter(pause(++failedLooks));
    }
    openMissing();
    listener.changed();
  }

  private void openMissing() {
    List<RedisURI> wanted = new ArrayList<>(masters.all());
    byMaster.entrySet().removeIf(e -> e.getValue().isLost() && !wanted.contains(e.getKey()));
    for (RedisURI master : wanted) {
      Lane before = byMaster.get(master);
      if (before == null || before.isDue()) {
        open(new Lane(master, before == null ? 0 : before.failedAttempts()));
      }
    }
  }

  private void open(Lane lane) {
    byMaster.put(lane.master(), lane);
    masters
        .connect(lane.master())
        .whenComplete((connection, error) -> opened(lane, connection, error));
  }

  private void opened(
      Lane lane, StatefulRedisConnection<byte[], byte[]> connection, Throwable error) {
    synchronized (lock) {
      if (error != null) {
        trouble("no connection to " + lane, error);
        loseQuietly(lane);
      } else {
        lane.open(connection, () -> disconnected(lane));
        started.tryComplete();
        locked(listener::changed);
      }
    }
  }

  private void disconnected(Lane lane) {
    locked(() -> lose(lane, "Disconnected", "the connection was closed"));
  }

  private void trouble(String what, Throwable error) {
    problem = what + ": " + RedisErrors.reason(error);
    settlements.trouble("NotConnected", problem);
    if (RedisErrors.isRefusal(error)) {
      started.tryFail(problem);
    }
  }

  /** A lane is of no use any more; another one is opened soon. Nothing when it is lost already. */
  void lose(Lane lane, String kind, String reason) {
    if (!lane.isLost()) {
      problem = "no connection to " + lane + ": " + reason;
      settlements.trouble(kind, problem);
      loseQuietly(lane);
    }
  }

  private void loseQuietly(Lane lane) {
    Duration pause = pause(lane.failedAttempts());
    lane.lose(System.nanoTime() + pause.toNanos());
    listener.lost(lane);
    later(pause, this::look);
  }

  private static Duration pause(int failures) {
    Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** What keeps records from a master; empty when each has an open lane. */
  Optional<String> problem() {
    boolean connected = !byMaster.isEmpty() && byMaster.values().stream().allMatch(Lane::isOpen);
    return connected ? Optional.empty() : Optional.of(problem);
  }

  /** Opens no other lane; those that there are end with {@link Masters#close}. */
  void close() {
    closed = true;
    started.tryFail("stopped");
  }
}
