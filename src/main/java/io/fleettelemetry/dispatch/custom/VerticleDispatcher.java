package io.fleettelemetry.dispatch.custom;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to a verticle of the operator's own: a message for each on {@code
 * telemetry.<type>.<name>}, the payload as body, the metadata as headers. A reply is a record that
 * is stored; a failure, or no reply in time, one that is not. The order of a vehicle's records is
 * kept.
 */
public final class VerticleDispatcher implements Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(VerticleDispatcher.class);

  private final CustomSettings settings;
  private final Vertx vertx;
  private final ClassLoader classLoader;
  private final Settlements settlements;
  private final RequestQueue queue;
  private volatile Optional<String> deployment = Optional.empty();
  private volatile String problem = "not started";

  /**
   * A dispatcher whose verticle is not deployed. Classes are looked for by the thread's class
   * loader.
   *
   * @throws io.fleettelemetry.config.RefusedConfigException when there is no such verticle
   */
  public VerticleDispatcher(CustomSettings settings, DispatcherContext context) {
    this.settings = settings;
    this.vertx = context.vertx();
    this.classLoader = Thread.currentThread().getContextClassLoader();
    this.settlements = new Settlements(settings.name(), context);
    this.queue = new RequestQueue(vertx, settings, settlements);
    VerticleCheck.check(settings, vertx, classLoader);
  }

  /** Deploys the verticle; fails with its own reason when that fails. */
  @Override
  public Future<Void> start() {
    DeploymentOptions options =
        new DeploymentOptions()
            .setClassLoader(classLoader)
            .setConfig(new JsonObject(settings.config()))
            .setInstances(settings.instances());
    if (settings.worker()) {
      options
          .setThreadingModel(ThreadingModel.WORKER)
          .setWorkerPoolName("verticle-" + settings.name())
          .setWorkerPoolSize(settings.instances());
    }
    return vertx
        .deployVerticle(settings.verticle(), options)
        .onSuccess(id -> deployed(id))
        .recover(e -> Future.failedFuture(notDeployed(e)))
        .mapEmpty();
  }

  private void deployed(String id) {
    deployment = Optional.of(id);
    LOG.atInfo()
        .addKeyValue("dispatcher", settings.name())
        .addKeyValue("verticle", settings.verticle())
        .addKeyValue("instances", settings.instances())
        .log("verticle_registered");
  }

  private Throwable notDeployed(Throwable cause) {
    problem = "the verticle %s cannot be deployed: %s".formatted(settings.verticle(), cause);
    return new IllegalStateException(problem, cause);
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    List<Delivery> deliveries = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      deliveries.add(new Delivery(records.get(i), i, outcomes, deadline));
    }
    queue.add(deliveries);
  }

  /** Waits for replies, most of the limit at most, and undeploys the verticle in any case. */
  @Override
  public Future<Void> stop(Duration limit) {
    long half = Math.max(1, limit.toMillis() / 2);
    return queue
        .drain()
        .timeout(half, TimeUnit.MILLISECONDS)
        .recover(late -> queue.giveUp())
        .transform(drained -> undeploy());
  }

  private Future<Void> undeploy() {
    problem = "stopped";
    Optional<String> id = deployment;
    deployment = Optional.empty();
    return id.map(vertx::undeploy).orElseGet(Future::succeededFuture);
  }

  @Override
  public DispatcherHealth health() {
    if (deployment.isEmpty()) {
      return new DispatcherHealth(false, problem);
    }
    Optional<String> failure = settlements.lastFailure();
    return new DispatcherHealth(
        failure.isEmpty(), failure.orElse("deployed: " + settings.verticle()));
  }
}
