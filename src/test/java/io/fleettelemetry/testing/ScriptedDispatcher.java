package io.fleettelemetry.testing;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A dispatcher in trouble, on order. Stores everything until it is told otherwise; an order counts
 * for all calls that come after it. Orders may be given on any thread.
 */
public final class ScriptedDispatcher implements Dispatcher {

  /** What is done with the records of one call. */
  @FunctionalInterface
  private interface Script {
    void play(List<TelemetryRecord> records, Outcomes outcomes) throws InterruptedException;
  }

  /** A record that was taken over and has no outcome yet. */
  private record Held(TelemetryRecord record, Outcomes outcomes, int index) {}

  private final Queue<TelemetryRecord> stored = new ConcurrentLinkedQueue<>();
  private final Deque<Held> held = new ConcurrentLinkedDeque<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch unblocked = new CountDownLatch(1);
  private final Script stalled = this::hold;
  private Script script = this::store;
  private volatile Supplier<Future<Void>> start = Future::succeededFuture;
  private volatile Future<Void> stop = Future.succeededFuture();
  private volatile Outcome atStop = Outcome.FAILED;

  /** From now on every record is stored. */
  public void store() {
    order(this::store);
  }

  /** From now on every record ends so, at once. */
  public void end(Outcome outcome) {
    order((records, outcomes) -> settleAll(records, outcomes, outcome));
  }

  /**
   * From now on every record ends so after this time, on a thread of the JVM's common pool, unless
   * {@link #release} or the stop comes first.
   */
  public void endAfter(Duration delay, Outcome outcome) {
    Executor late = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    order((records, outcomes) -> endLater(hold(records, outcomes), outcome, late));
  }

  /** From now on records get no outcome, until {@link #release} or the stop. */
  public void stall() {
    order(stalled);
  }

  /** Gives this outcome to what is held by {@link #stall}, in order; returns how many they were. */
  public int release(Outcome outcome) {
    int count = 0;
    for (Held one = held.poll(); one != null; one = held.poll()) {
      settle(one, outcome);
      count++;
    }
    return count;
  }

  /** Gives this outcome to the youngest record that is held by {@link #stall}. */
  public void releaseLast(Outcome outcome) {
    settle(held.removeLast(), outcome);
  }

  /** From now on every call throws, without any outcome. */
  public void fail(RuntimeException problem) {
    order(
        (records, outcomes) -> {
          throw problem;
        });
  }

  /** From now on every call blocks its thread, until {@link #unblock}; then it stores. */
  public void block() {
    order(
        (records, outcomes) -> {
          unblocked.await();
          store(records, outcomes);
        });
  }

  /** Lets the calls go on that are blocked by {@link #block}, and all later ones. */
  public void unblock() {
    unblocked.countDown();
  }

  /** The start fails with this message. */
  public void refuseStart(String message) {
    start = () -> Future.failedFuture(message);
  }

  /** The start throws this. */
  public void throwAtStart(RuntimeException problem) {
    start =
        () -> {
          throw problem;
        };
  }

  /** The start does not end before this promise does. */
  public void delayStart(Promise<Void> end) {
    start = end::future;
  }

  /** The stop stores what is held, instead of failing it. */
  public void storeAtStop() {
    atStop = Outcome.STORED;
  }

  /** The stop does not end before this promise does. */
  public void delayStop(Promise<Void> end) {
    stop = end.future();
  }

  /** What was stored, in order. */
  public List<TelemetryRecord> stored() {
    return List.copyOf(stored);
  }

  /** How many records are held without an outcome. */
  public int held() {
    return held.size();
  }

  /** How many times {@link #dispatch} was called. */
  public int calls() {
    return calls.get();
  }

  @Override
  public Future<Void> start() {
    return start.get();
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    calls.incrementAndGet();
    try {
      play(records, outcomes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while blocked on order", e);
    }
  }

  @Override
  public Future<Void> stop(Duration limit) {
    release(atStop);
    return stop;
  }

  @Override
  public DispatcherHealth health() {
    return new DispatcherHealth(true, "as scripted");
  }

  private synchronized void order(Script next) {
    script = next;
  }

  private void play(List<TelemetryRecord> records, Outcomes outcomes) throws InterruptedException {
    Script ordered;
    synchronized (this) {
      ordered = script;
      if (ordered == stalled) {
        // Within the lock: who orders otherwise, and then releases, misses none.
        hold(records, outcomes);
        return;
      }
    }
    ordered.play(records, outcomes);
  }

  private void store(List<TelemetryRecord> records, Outcomes outcomes) {
    stored.addAll(records);
    settleAll(records, outcomes, Outcome.STORED);
  }

  private List<Held> hold(List<TelemetryRecord> records, Outcomes outcomes) {
    List<Held> batch =
        IntStream.range(0, records.size())
            .mapToObj(i -> new Held(records.get(i), outcomes, i))
            .toList();
    held.addAll(batch);
    return batch;
  }

  private void endLater(List<Held> batch, Outcome outcome, Executor executor) {
    executor.execute(
        () -> batch.stream().filter(held::remove).forEach(one -> settle(one, outcome)));
  }

  private void settle(Held one, Outcome outcome) {
    if (outcome == Outcome.STORED) {
      stored.add(one.record());
    }
    one.outcomes().settle(one.index(), outcome);
  }

  private static void settleAll(List<TelemetryRecord> records, Outcomes outcomes, Outcome outcome) {
    for (int i = 0; i < records.size(); i++) {
      outcomes.settle(i, outcome);
    }
  }
}
