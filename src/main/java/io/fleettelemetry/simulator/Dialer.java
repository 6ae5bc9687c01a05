package io.fleettelemetry.simulator;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Lets vehicles connect one after the other, so many a second and not too many at once: a crowd of
 * handshakes would only time out together. Belongs to its event loop.
 *
 * @param <V> a vehicle
 */
final class Dialer<V> {

  /** Tries of one event loop that may be under way. */
  static final int MAX_CONNECTING = 256;

  /** What a late timer may make good. */
  private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final EventLoop loop;
  private final long intervalNanos;
  private final Consumer<V> connect;
  private final ArrayDeque<V> queue = new ArrayDeque<>();
  private long nextAt = System.nanoTime();
  private int connecting;
  private boolean scheduled;

  /**
   * @param perSecond connections at most
   * @param connect begins a try, whose end is told by {@link #ended}
   */
  Dialer(EventLoop loop, double perSecond, Consumer<V> connect) {
    this.loop = loop;
    this.intervalNanos = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
    this.connect = connect;
  }

  /** A vehicle that wants to connect; each is in the queue or connecting at most once. */
  void add(V vehicle) {
    queue.add(vehicle);
    run();
  }

  /** A vehicle that connects now, however many others do. */
  void addAtOnce(V vehicle) {
    connecting++;
    connect.accept(vehicle);
  }

  /** A try has ended, either way. */
  void ended() {
    connecting--;
    run();
  }

  /** Of those in the queue, only these connect. */
  void keepIf(Predicate<V> wanted) {
    queue.removeIf(wanted.negate());
  }

  private void run() {
    long now = System.nanoTime();
    if (now - nextAt > CATCH_UP_NANOS) {
      nextAt = now - CATCH_UP_NANOS;
    }
    while (mayConnect() && now - nextAt >= 0) {
      nextAt += intervalNanos;
      connecting++;
      connect.accept(queue.poll());
    }
    if (mayConnect() && !scheduled) {
      scheduled = true;
      loop.schedule(this::runAgain, nextAt - now, TimeUnit.NANOSECONDS);
    }
  }

  private void runAgain() {
    scheduled = false;
    run();
  }

  private boolean mayConnect() {
    return !queue.isEmpty() && connecting < MAX_CONNECTING;
  }
}
