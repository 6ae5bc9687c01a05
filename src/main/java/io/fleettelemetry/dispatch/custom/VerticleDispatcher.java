package io.fleettelemetry.dispatch.custom;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.AsyncResult;
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
  private final List<String> addresses;
  private final Settlements settlements;
  private final RequestQueue queue;
  private volatile Future<String> deploying = Future.failedFuture("not started");
  private volatile boolean started;
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
    this.addresses = context.recordTypes().stream().sorted().map(settings::address).toList();
    this.settlements = new Settlements(settings.name(), context);
    this.queue = new RequestQueue(vertx, settings, settlements);
    VerticleCheck.check(settings, vertx, classLoader);
  }

  /**
   * Deploys the verticle. Fails with a message that names it when it cannot be deployed, has not
   * started in time, or does not consume the address of each type that is routed to it.
   */
  @Override
  public Future<Void> start() {
    // Classes and scripting engines are loaded, and sources compiled, by whoever asks for it.
    deploying = vertx.executeBlocking(this::deploy, false).compose(deployment -> deployment);
    return deploying
        .timeout(settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(e -> Future.failedFuture(notDeployed(e)))
        .compose(id -> ConsumerCheck.check(vertx, addresses, settings.startTimeout()))
        .compose(unattended -> started(unattended))
        .onFailure(e -> problem = e.getMessage());
  }

  private Future<String> deploy() {
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
    return vertx.deployVerticle(settings.verticle(), options);
  }

  private Throwable notDeployed(Throwable cause) {
    String why =
        deploying.isComplete()
            ? "cannot be deployed: " + cause
            : "has not started within %d s".formatted(settings.startTimeout().toSeconds());
    return new IllegalStateException(verticle() + why, cause);
  }

  private Future<Void> started(List<String> unattended) {
    if (!unattended.isEmpty()) {
      return Future.failedFuture(
          verticle() + "has started and does not consume " + String.join(", ", unattended));
    }
    started = true;
    LOG.atInfo()
        .addKeyValue("dispatcher", settings.name())
        .addKeyValue("verticle", settings.verticle())
        .addKeyValue("instances", settings.instances())
        .log("verticle_registered");
    return Future.succeededFuture();
  }

  private String verticle() {
    return "the verticle " + settings.verticle() + " ";
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

  /** Waits for replies for half of the limit at most, and undeploys the verticle in any case. */
  @Override
  public Future<Void> stop(Duration limit) {
    long half = Math.max(1, limit.toMillis() / 2);
    return queue
        .drain()
        .timeout(half, TimeUnit.MILLISECONDS)
        .recover(late -> queue.giveUp())
        .transform(drained -> undeploy());
  }

  /** One that is still starting is not waited for, and goes as soon as it has started. */
  private Future<Void> undeploy() {
    started = false;
    problem = "stopped";
    Future<Void> undeployed = deploying.transform(this::undeploy);
    return deploying.isComplete() ? undeployed : Future.succeededFuture();
  }

  private Future<Void> undeploy(AsyncResult<String> deployment) {
    return deployment.succeeded() ? vertx.undeploy(deployment.result()) : Future.succeededFuture();
  }

  @Override
  public DispatcherHealth health() {
    if (!started) {
      return new DispatcherHealth(false, problem);
    }
    Optional<String> failure = settlements.lastFailure();
    return new DispatcherHealth(
        failure.isEmpty(), failure.orElse("deployed: " + settings.verticle()));
  }
}
