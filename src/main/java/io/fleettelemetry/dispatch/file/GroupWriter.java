package io.fleettelemetry.dispatch.file;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The dispatcher's own thread: writes what waits in groups, each with one sync for all, and only
 * then tells that they are stored. What the disk does not take is tried again, in the same order,
 * until it is too old.
 */
final class GroupWriter {

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration MIN_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  private final LineQueue queue;
  private final Store store;
  private final Settlements settlements;
  private final StoreHealth health;
  private final Limits limits;
  private final Promise<Void> started = Promise.promise();
  private final Promise<Void> stopped = Promise.promise();
  private final Thread thread = new Thread(this::run, "file-writer");
  private volatile boolean stopping;
  private volatile long stopAtNanos;
  private Duration pause = MIN_PAUSE;

  GroupWriter(
      LineQueue queue, Store store, Settlements settlements, StoreHealth health, Limits limits) {
    this.queue = queue;
    this.store = store;
    this.settlements = settlements;
    this.health = health;
    this.limits = limits;
    thread.setDaemon(true);
  }

  /** Opens the store; fails with its reason. Completes on the thread. */
  Future<Void> start() {
    thread.start();
    return started.future();
  }

  /**
   * Writes what is left and closes the store; completes on the thread, when all has ended.
   *
   * @param writing how long it may write
   */
  Future<Void> stop(Duration writing) {
    stopAtNanos = System.nanoTime() + writing.toNanos();
    stopping = true;
    queue.close();
    if (thread.getState() == Thread.State.NEW) {
      stopped.tryComplete();
    }
    LockSupport.unpark(thread);
    return stopped.future();
  }

  private void run() {
    try {
      store.open();
      started.complete();
      while (!stopping || (queue.size() > 0 && !isLate())) {
        round();
      }
      giveUp(queue.takeAll());
    } catch (IOException | RuntimeException e) {
      started.tryFail(e);
    } finally {
      started.tryFail("file: the dispatcher is stopped");
      store.close();
      stopped.tryComplete();
    }
  }

  private boolean isLate() {
    return System.nanoTime() - stopAtNanos > 0;
  }

  private void round() {
    try {
      List<Line> group = queue.take(IDLE);
      if (group.isEmpty()) {
        store.idle();
      } else {
        write(group);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread, and it must not end: nothing that waits would.
      Thread.interrupted();
    } catch (RuntimeException | Error e) {
      health.down(e);
    }
  }

  private void write(List<Line> group) {
    List<Line> left = group;
    while (!left.isEmpty() && !attempt(left)) {
      if (stopping) {
        giveUp(left);
        giveUp(queue.takeAll());
        return;
      }
      left = withoutTooOld(left);
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
  }

  /** Whether the disk has them now. */
  private boolean attempt(List<Line> lines) {
    health.asked();
    try {
      store.write(lines);
    } catch (Throwable e) {
      // Errors too, such as no memory: this thread must not end.
      store.abandon(e);
      health.down(e);
      settlements.error(lines.get(0).type());
      return false;
    }
    health.up();
    pause = MIN_PAUSE;
    settlements.stored(lines);
    return true;
  }

  private List<Line> withoutTooOld(List<Line> lines) {
    long oldest = System.nanoTime() - limits.recordTime().toNanos();
    List<Line> young = new ArrayList<>();
    List<Line> old = new ArrayList<>();
    lines.forEach(line -> (line.takenAtNanos() - oldest < 0 ? old : young).add(line));
    old.addAll(queue.takeOlderThan(oldest));
    giveUp(old);
    return young;
  }

  private void giveUp(List<Line> lines) {
    health.failed(lines.size());
    settlements.failed(lines);
  }
}
