package io.fleettelemetry.dispatch.zmq;

import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.ErrorLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The dispatcher's own thread, which alone touches the socket. It hands records over in the order
 * in which they came: where the socket has no room for one, it and those behind it wait, each at
 * most for the publish time-out, and then fail.
 *
 * <p>What waits is bounded by that time, and by what the ingest side lets be in flight.
 */
final class Publisher {

  /** So many records at once, and then subscribers are looked after. */
  private static final int BURST = 256;

  private static final Duration MIN_FULL_PAUSE = Duration.ofMillis(1);
  private static final Duration MAX_FULL_PAUSE = Duration.ofMillis(20);

  /** Subscribers that come wait for so long when there is nothing else to do. */
  private static final Duration IDLE_PAUSE = Duration.ofMillis(20);

  /** A subscriber that reads has got all in less, one that does not will not. */
  private static final Duration MAX_LINGER = Duration.ofSeconds(5);

  private final ZmqSettings settings;
  private final Optional<CurveKeys> keys;
  private final Settlements settlements;
  private final ErrorLog errors;
  private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();
  private final Promise<String> started = Promise.promise();
  private final Promise<Void> stopped = Promise.promise();
  private final Thread thread = new Thread(this::run, "zmq-publisher");
  private volatile boolean stopping;
  private volatile long stopAtNanos;
  private volatile String standing = "not started";
  private volatile boolean bound;
  private volatile int subscriptions;
  private Duration fullPause = MIN_FULL_PAUSE;

  Publisher(
      ZmqSettings settings, Optional<CurveKeys> keys, Settlements settlements, ErrorLog errors) {
    this.settings = settings;
    this.keys = keys;
    this.settlements = settlements;
    this.errors = errors;
    thread.setDaemon(true);
  }

  /** Starts the thread; succeeds with the address when it is bound. Completes on the thread. */
  Future<String> start() {
    thread.start();
    return started.future();
  }

  /**
   * Ends the thread; succeeds when every record has its outcome and the socket is closed.
   *
   * @param limit how long that may take
   */
  Future<Void> stop(Duration limit) {
    stopAtNanos = System.nanoTime() + limit.toNanos();
    stopping = true;
    if (thread.getState() == Thread.State.NEW) {
      stopped.tryComplete();
    }
    LockSupport.unpark(thread);
    return stopped.future();
  }

  /** Takes a record over; {@link #wake} must follow. Thread-safe. */
  void add(Delivery delivery) {
    waiting.add(delivery);
  }

  /** Makes the thread look again now. Thread-safe. */
  void wake() {
    LockSupport.unpark(thread);
  }

  DispatcherHealth health() {
    if (!bound) {
      return new DispatcherHealth(false, standing);
    }
    Optional<String> failure = settlements.lastFailure();
    return new DispatcherHealth(
        failure.isEmpty(),
        "%sbound to %s; topics subscribed to: %d"
            .formatted(failure.map(text -> text + "; ").orElse(""), standing, subscriptions));
  }

  private void run() {
    try {
      PubSocket socket = PubSocket.open(settings, keys);
      standing = socket.address();
      bound = true;
      started.complete(standing);
      while (!stopping) {
        LockSupport.parkNanos(round(socket).toNanos());
      }
      close(socket);
    } catch (IOException e) {
      standing = e.getMessage();
      started.fail("zmq: " + e.getMessage());
    } finally {
      bound = false;
      started.tryFail("zmq: the dispatcher is stopped");
      stopped.tryComplete();
    }
  }

  /** Does what there is to do; returns how long to pause then. */
  private Duration round(PubSocket socket) {
    try {
      socket.tend();
      subscriptions = socket.subscriptions();
      return publish(socket);
    } catch (Throwable e) {
      // The thread must not end, be it by an error: without it nothing that waits would.
      errors.report("", e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
      failOld();
      return MAX_FULL_PAUSE;
    }
  }

  private Duration publish(PubSocket socket) {
    for (int i = 0; i < BURST; i++) {
      Delivery head = waiting.peek();
      if (head == null) {
        return IDLE_PAUSE;
      }
      if (!socket.send(head.topic().frame(), head.record().payload())) {
        failOld();
        Duration pause = fullPause;
        fullPause = longer(pause);
        return pause;
      }
      fullPause = MIN_FULL_PAUSE;
      waiting.remove();
      settlements.stored(head);
    }
    return Duration.ZERO;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(MAX_FULL_PAUSE) < 0 ? twice : MAX_FULL_PAUSE;
  }

  private void failOld() {
    long limit = settings.publishTimeout().toNanos();
    Delivery head = waiting.peek();
    while (head != null && System.nanoTime() - head.takenAtNanos() >= limit) {
      waiting.remove();
      settlements.failed(head, "Full", full());
      head = waiting.peek();
    }
  }

  private String full() {
    return "a subscriber is too slow: %d messages wait for it, and none was taken within %d ms"
        .formatted(settings.sendHwm(), settings.publishTimeout().toMillis());
  }

  /** Half of the time is for what waits here, most of the rest for what waits in the socket. */
  private void close(PubSocket socket) {
    long half = System.nanoTime() + left().dividedBy(2).toNanos();
    while (!waiting.isEmpty() && System.nanoTime() - half < 0) {
      LockSupport.parkNanos(round(socket).toNanos());
    }
    for (Delivery head = waiting.poll(); head != null; head = waiting.poll()) {
      settlements.failed(head, "Stopped", "the dispatcher stops: " + full());
    }
    standing = "stopped";
    Duration linger = left().multipliedBy(9).dividedBy(10);
    socket.close(linger.compareTo(MAX_LINGER) < 0 ? linger : MAX_LINGER);
  }

  /** How much is left of the time to stop in. */
  private Duration left() {
    return Duration.ofNanos(Math.max(0, stopAtNanos - System.nanoTime()));
  }
}
