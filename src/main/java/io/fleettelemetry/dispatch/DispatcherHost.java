package io.fleettelemetry.dispatch;

import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.telemetry.Outcome;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Runs one dispatcher on the event bus: a worker verticle for each shard, in a pool that no other
 * dispatcher shares, so that a system that blocks cannot eat the others' threads. Sees to it that
 * every record has an outcome, also when the dispatcher throws or stops early.
 */
public final class DispatcherHost {

  private static final Logger LOG = LoggerFactory.getLogger(DispatcherHost.class);

  /**
   * A worker that is blocked in its dispatcher cannot be undeployed before the dispatcher stops.
   */
  private static final Duration UNDEPLOY_LIMIT = Duration.ofSeconds(2);

  /** The part of a stop's time that is the host's: the last outcomes leave in it. */
  private static final int OWN_SHARE = 10;

  private final Vertx vertx;
  private final TelemetryBus bus;
  private final String name;
  private final Dispatcher dispatcher;
  private final Set<String> recordTypes;
  private final OutcomeCollector collector;
  private final Set<OpenBatch> open = ConcurrentHashMap.newKeySet();
  private final List<String> deployments = new ArrayList<>();
  private volatile boolean stopping;
  private volatile boolean stopped;

  /**
   * A host; {@link #start} makes it work.
   *
   * @param name the dispatcher's name in the configuration
   * @param recordTypes the types routed to it
   */
  public DispatcherHost(
      Vertx vertx, TelemetryBus bus, String name, Dispatcher dispatcher, Set<String> recordTypes) {
    this.vertx = vertx;
    this.bus = bus;
    this.name = name;
    this.dispatcher = dispatcher;
    this.recordTypes = Set.copyOf(recordTypes);
    this.collector = new OutcomeCollector(vertx, bus);
  }

  public String name() {
    return name;
  }

  /** How many shards its addresses have. */
  public int shards() {
    return dispatcher.shards();
  }

  /** The dispatcher's own view of its system; any thread. */
  public DispatcherHealth health() {
    return dispatcher.health();
  }

  /**
   * Starts the dispatcher, then takes records.
   *
   * @return fails with the dispatcher's message when it refuses to start; completes on any thread
   */
  public Future<Void> start() {
    return Future.succeededFuture()
        .compose(any -> dispatcher.start())
        .recover(
            e ->
                Future.failedFuture(
                    new IllegalStateException("dispatcher " + name + ": " + e.getMessage(), e)))
        .compose(started -> deployShards());
  }

  private Future<Void> deployShards() {
    DeploymentOptions options =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("dispatcher-" + name)
            .setWorkerPoolSize(dispatcher.shards());
    List<Future<String>> deploying = new ArrayList<>();
    for (int shard = 0; shard < dispatcher.shards(); shard++) {
      deploying.add(
          vertx.deployVerticle(
              new DispatcherVerticle(bus, name, shard, recordTypes, this::dispatch), options));
    }
    return Future.all(deploying)
        .map(
            all -> {
              deployments.addAll(all.<String>list());
              return null;
            });
  }

  private void dispatch(RecordBatch batch) {
    OpenBatch openBatch = new OpenBatch(batch, collector, open::remove);
    open.add(openBatch);
    if (stopping) {
      openBatch.settleAll(Outcome.FAILED);
      return;
    }
    openBatch.begin();
    try {
      dispatcher.dispatch(batch.records(), openBatch);
    } catch (Throwable e) {
      // An error too: a record without an outcome would be waited for until the end.
      LOG.atError()
          .addKeyValue("dispatcher", name)
          .addKeyValue("record_type", batch.records().get(0).type())
          .setCause(e)
          .log("dispatcher_error");
      openBatch.settleAll(Outcome.FAILED);
    } finally {
      openBatch.end();
    }
  }

  /** How many records the dispatcher has that have no outcome; any thread. */
  public int awaited() {
    return open.stream().mapToInt(OpenBatch::awaited).sum();
  }

  /** Whether {@link #stop} has ended; any thread. */
  public boolean isStopped() {
    return stopped;
  }

  /**
   * Takes what has been published, but nothing more, and lets the dispatcher flush and close. What
   * then has no outcome has failed; all outcomes have been sent when it ends.
   *
   * @param limit how long it may take, more than zero; a dispatcher that needs longer is left
   *     behind
   * @return succeeds in this time, and a line says what the dispatcher could not do; completes on
   *     any thread
   */
  public Future<Void> stop(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Duration undeploying = Collections.min(List.of(UNDEPLOY_LIMIT, limit.dividedBy(2)));
    return Future.join(deployments.stream().map(vertx::undeploy).toList())
        .timeout(atLeastOne(undeploying.toMillis()), TimeUnit.MILLISECONDS)
        .transform(undeployed -> stopDispatcher(Duration.ofNanos(end - System.nanoTime())))
        .andThen(
            ended -> {
              List.copyOf(open).forEach(batch -> batch.settleAll(Outcome.FAILED));
              // Not by the event loop later: it may be closed next.
              collector.flush();
              stopped = true;
            });
  }

  /** On a worker thread, where a dispatcher that blocks holds nobody else. */
  private Future<Void> stopDispatcher(Duration left) {
    stopping = true;
    long millis = atLeastOne(left.toMillis());
    long own = atLeastOne(millis - millis / OWN_SHARE);
    return vertx
        .executeBlocking(() -> dispatcher.stop(Duration.ofMillis(own)), false)
        .compose(stop -> stop)
        .timeout(millis, TimeUnit.MILLISECONDS)
        .recover(this::logNotStopped);
  }

  private Future<Void> logNotStopped(Throwable cause) {
    boolean late = cause instanceof TimeoutException;
    LoggingEventBuilder line = LOG.atError().addKeyValue("dispatcher", name);
    if (late) {
      line = line.addKeyValue("records", awaited()).addKeyValue("detail", health().detail());
    } else {
      line = line.addKeyValue("error", cause.getMessage());
    }
    line.log(late ? "dispatcher_left_behind" : "dispatcher_not_stopped");
    return Future.succeededFuture();
  }

  private static long atLeastOne(long millis) {
    return Math.max(1, millis);
  }
}
