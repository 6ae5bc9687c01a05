package io.fleettelemetry;

import io.fleettelemetry.config.ShutdownConfig;
import io.fleettelemetry.dispatch.DispatcherHost;
import io.fleettelemetry.server.IngestVerticle;
import io.fleettelemetry.server.LostRecords;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The parts of a server that have been started, and their end: vehicles, then the dispatchers that
 * have what vehicles brought, then the ingest instances that count what those could not store, and
 * last the pages that tell about all this. Nothing is waited for beyond the time that the
 * configuration gives. Thread-safe.
 */
final class StopSequence {

  private final Vertx vertx;
  private final StopTimes times;
  private final StopLog log;
  private final List<DispatcherHost> dispatchers;
  private final List<IngestVerticle> instances = new CopyOnWriteArrayList<>();
  private final List<String> deployments = new CopyOnWriteArrayList<>();
  private final List<Supplier<Future<Void>>> pages = new CopyOnWriteArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final Promise<LostRecords> done = Promise.promise();
  private volatile long beginNanos;

  /** Whether an instance did not say what it has lost. */
  private volatile boolean unknown;

  /**
   * Nothing started.
   *
   * @param dispatchers stopped whether they have started or not
   * @param connections how many vehicles are connected; never blocks
   */
  StopSequence(
      Vertx vertx,
      ShutdownConfig config,
      List<DispatcherHost> dispatchers,
      LongSupplier connections) {
    this.vertx = vertx;
    this.times = StopTimes.of(config);
    this.dispatchers = List.copyOf(dispatchers);
    this.log = new StopLog(config, connections, this.dispatchers);
  }

  /** Adds what closes a page that was just opened. */
  void addPage(Supplier<Future<Void>> close) {
    pages.add(close);
  }

  /** Adds the ingest instances, which take vehicles now. */
  void addIngest(String deployment, List<IngestVerticle> started) {
    deployments.add(deployment);
    instances.addAll(started);
  }

  /**
   * Stops all parts, once, however often it is called.
   *
   * @return succeeds with what was lost when all are stopped, whatever failed on the way; fails
   *     when that cannot be told. Completes on any thread
   */
  Future<LostRecords> run() {
    if (running.compareAndSet(false, true)) {
      beginNanos = System.nanoTime();
      log.begin();
      long progress = vertx.setPeriodic(StopLog.PERIOD_MILLIS, id -> log.progress());
      stopVehicles()
          .transform(drained -> stopDispatchers())
          .transform(flushed -> countLost())
          .compose(lost -> close().map(lost))
          .onComplete(
              lost -> {
                vertx.cancelTimer(progress);
                log.end(lost.result(), !unknown);
                if (unknown) {
                  done.fail(StopLog.UNKNOWN);
                } else {
                  done.complete(lost.result());
                }
              });
    }
    return done.future();
  }

  private Future<Void> stopVehicles() {
    return within(
        "vehicles",
        times.flushEnd(),
        () -> all(instances, instance -> instance.drain(times.drain())));
  }

  private Future<Void> stopDispatchers() {
    log.flushing();
    return within(
        "dispatchers",
        times.end(),
        () -> all(dispatchers, dispatcher -> dispatcher.stop(left(times.flushEnd()))));
  }

  /** An instance that does not answer cannot say what it has lost. */
  private Future<LostRecords> countLost() {
    Future<LostRecords> sum = Future.succeededFuture(LostRecords.NONE);
    for (IngestVerticle instance : instances) {
      Future<LostRecords> lost =
          within("records", times.end(), instance::endRecords)
              .onFailure(silent -> unknown = true)
              .otherwise(LostRecords.NONE);
      sum = sum.compose(before -> lost.map(before::plus));
    }
    return sum;
  }

  private Future<Void> close() {
    return within("instances", times.end(), () -> all(deployments, vertx::undeploy))
        .transform(undeployed -> within("pages", times.end(), () -> all(pages, Supplier::get)))
        .otherwiseEmpty();
  }

  private static <T> Future<Void> all(List<T> parts, Function<T, Future<Void>> stop) {
    return Future.join(parts.stream().map(stop).toList()).mapEmpty();
  }

  /** Waits for a step no longer than to a moment of the stop, and logs how it failed. */
  private <T> Future<T> within(String part, Duration end, Supplier<Future<T>> step) {
    return Future.succeededFuture()
        .compose(any -> step.get())
        .timeout(left(end).toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(cause -> log.failed(part, cause));
  }

  /** What is left to a moment of the stop, a millisecond at least. */
  private Duration left(Duration end) {
    long nanos = end.toNanos() - (System.nanoTime() - beginNanos);
    return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), nanos));
  }
}
