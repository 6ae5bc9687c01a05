package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.dispatch.kafka.ProducerLink.State;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/**
 * The dispatcher's own thread, which does all that may block: opens the producer and replaces it,
 * hands over what waits, ends what waited too long, flushes and closes. While nothing waits it only
 * looks after the connection once a second.
 */
final class Pump {

  /** How long a start waits for a broker's word that it refuses us. */
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

  /** Records that wait for longer are worth a line. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long a producer that is of no use any more may take to end what it holds. */
  private static final Duration RETIREMENT = Duration.ofSeconds(5);

  private static final Duration PROBE_PAUSE = Duration.ofMillis(20);
  private static final Duration IDLE_PAUSE = Duration.ofSeconds(1);
  private static final Duration MIN_OFFER_PAUSE = Duration.ofMillis(5);
  private static final Duration MAX_OFFER_PAUSE = Duration.ofMillis(100);
  private static final Duration MIN_OPEN_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_OPEN_PAUSE = Duration.ofSeconds(30);

  private final ProducerLink link;
  private final Collection<TopicQueue> queues;
  private final Settlements settlements;
  private final ErrorLog errors;
  private final Duration deliveryTimeout;
  private final ConnectionWatch watch;
  private final Promise<Void> started = Promise.promise();
  private final Promise<Void> stopped = Promise.promise();
  private final Thread thread = new Thread(this::run, "kafka-dispatcher");
  private volatile boolean stopping;
  private volatile long stopAtNanos;

  private Duration offerPause = MIN_OFFER_PAUSE;
  private Duration openPause = MIN_OPEN_PAUSE;
  private long openAtNanos = System.nanoTime();

  Pump(
      ProducerLink link,
      Collection<TopicQueue> queues,
      Settlements settlements,
      ErrorLog errors,
      Duration deliveryTimeout) {
    this.link = link;
    this.queues = queues;
    this.settlements = settlements;
    this.errors = errors;
    this.deliveryTimeout = deliveryTimeout;
    this.watch = new ConnectionWatch(link, errors);
    thread.setDaemon(true);
  }

  /** Starts the thread; succeeds when records may come, fails when we are refused. */
  Future<Void> start() {
    thread.start();
    return started.future();
  }

  /**
   * Ends the thread; succeeds when every record has its outcome and the producer is closed.
   *
   * @param limit how long that may take
   */
  Future<Void> stop(Duration limit) {
    stopAtNanos = System.nanoTime() + limit.toNanos();
    stopping = true;
    if (thread.getState() == Thread.State.NEW) {
      stopped.tryComplete();
    }
    wake();
    return stopped.future();
  }

  /** Makes the thread look again now. Thread-safe. */
  void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    try {
      if (open() == State.REFUSED || probe() == State.REFUSED) {
        String problem = link.problem();
        link.close(Duration.ZERO);
        started.fail(new IOException("kafka: " + problem));
        return;
      }
      started.complete();
      while (!stopping) {
        round();
        LockSupport.parkNanos(pause().toNanos());
      }
      flush();
    } catch (Throwable e) {
      started.tryFail(e);
      throw e;
    } finally {
      started.tryFail("kafka: the dispatcher is stopped");
      stopped.tryComplete();
    }
  }

  /** Opens the producer where there is none, at growing intervals while that fails. */
  private State open() {
    if (link.isOpen()) {
      openPause = link.isConnected() ? MIN_OPEN_PAUSE : openPause;
      return State.OPEN;
    }
    if (System.nanoTime() - openAtNanos < 0) {
      return State.AWAY;
    }
    openAtNanos = System.nanoTime() + openPause.toNanos();
    openPause = longer(openPause, MAX_OPEN_PAUSE);
    link.endRetired(stopping ? left() : RETIREMENT);
    State state = link.open();
    if (state != State.OPEN) {
      errors.report("", "NotOpen", link.problem());
    }
    return state;
  }

  /** Wrong credentials are found at the start where a broker is there to say so. */
  private State probe() {
    long end = System.nanoTime() + PROBE_LIMIT.toNanos();
    State state = State.AWAY;
    while (link.isOpen() && !queues.isEmpty() && !stopping && System.nanoTime() - end < 0) {
      state = link.probe(queues.iterator().next().topic());
      if (state != State.AWAY) {
        break;
      }
      LockSupport.parkNanos(PROBE_PAUSE.toNanos());
    }
    return state;
  }

  private void round() {
    try {
      open();
      watch.look();
      boolean any = false;
      for (TopicQueue queue : queues) {
        any |= queue.drain();
        tend(queue);
      }
      offerPause = any ? MIN_OFFER_PAUSE : longer(offerPause, MAX_OFFER_PAUSE);
    } catch (Throwable e) {
      // The thread must not end, be it by an error: without it nothing that waits would.
      errors.report("", e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }
  }

  /** Ends what waited too long, and tells of what waits long. */
  private void tend(TopicQueue queue) {
    Delivery head = queue.head();
    while (head != null && waited(head, deliveryTimeout)) {
      String problem = queue.problem();
      queue.remove();
      settlements.expired(head, queue.topic(), deliveryTimeout, problem);
      head = queue.head();
    }
    if (head != null && waited(head, PATIENCE) && link.isConnected()) {
      errors.report(queue.topic(), "Waiting", queue.problem());
    }
  }

  private static boolean waited(Delivery delivery, Duration time) {
    return System.nanoTime() - delivery.takenAtNanos() > time.toNanos();
  }

  private Duration pause() {
    return waiting() > 0 ? offerPause : IDLE_PAUSE;
  }

  private int waiting() {
    return queues.stream().mapToInt(TopicQueue::size).sum();
  }

  /** Records are older than the stop: none is worth waiting for longer than one that comes now. */
  private void flush() {
    stopAtNanos = System.nanoTime() + Math.min(left().toNanos(), deliveryTimeout.toNanos());
    while (waiting() > 0 && !left().isZero()) {
      round();
      LockSupport.parkNanos(offerPause.toNanos());
    }
    String problem = link.problem();
    link.close(left());
    for (TopicQueue queue : queues) {
      for (Delivery head = queue.head(); head != null; head = queue.head()) {
        queue.remove();
        settlements.stopped(head, queue.topic(), problem);
      }
    }
  }

  /** How much is left of the time to stop in. */
  private Duration left() {
    return Duration.ofNanos(Math.max(0, stopAtNanos - System.nanoTime()));
  }

  private static Duration longer(Duration pause, Duration max) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(max) < 0 ? twice : max;
  }
}
