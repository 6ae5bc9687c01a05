package io.fleettelemetry.dispatch;

import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.telemetry.Outcome;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one dispatcher on the event bus: a worker verticle for each shard, in a pool that no other
 * dispatcher shares, so that a system that blocks cannot eat the others' threads. Sees to it that
 * every record has an outcome, also when the dispatcher throws or stops early.
 */
public final class DispatcherHost {

  private static final Logger LOG = LoggerFactory.getLogger(DispatcherHost.class);

  /** A worker that is blocked in its dispatcher cannot be undeployed. */
  private static final long UNDEPLOY_SECONDS = 2;

  private final Vertx vertx;
  private final TelemetryBus bus;
  private final String name;
  private final Dispatcher dispatcher;
  private final Set<String> recordTypes;
  private final OutcomeCollector collector;
  private final Set<OpenBatch> open = ConcurrentHashMap.newKeySet();
  private final List<String> deployments = new ArrayList<>();
  private volatile boolean stopping;

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

  /**
   * Takes no more records, lets the dispatcher flush and close. What then has no outcome has
   * failed; all outcomes have been sent when it ends.
   *
   * @return fails with the dispatcher's message when it could not close; completes on any thread
   */
  public Future<Void> stop() {
    return Future.join(deployments.stream().map(vertx::undeploy).toList())
        .timeout(UNDEPLOY_SECONDS, TimeUnit.SECONDS)
        .transform(
            undeployed -> {
              stopping = true;
              return dispatcher.stop();
            })
        .andThen(
            stopped -> {
              List.copyOf(open).forEach(batch -> batch.settleAll(Outcome.FAILED));
              // Not by the event loop later: it may be closed next.
              collector.flush();
            });
  }
}
