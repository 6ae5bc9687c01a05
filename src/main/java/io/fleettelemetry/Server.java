package io.fleettelemetry;

import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.DispatcherHost;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.metrics.MetricsBackend;
import io.fleettelemetry.monitoring.Readiness;
import io.fleettelemetry.server.IngestSettings;
import io.fleettelemetry.server.IngestTuning;
import io.fleettelemetry.server.IngestVerticle;
import io.fleettelemetry.server.LostRecords;
import io.fleettelemetry.server.Routing;
import io.fleettelemetry.server.VehicleRegistry;
import io.fleettelemetry.server.tls.VehicleTls;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.cpu.CpuCoreSensor;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: dispatchers, ingest instances, status and metrics ports, wired together. The
 * only place where both sides of the event bus are known.
 */
public final class Server {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** One a core. */
  private static final int INSTANCES = CpuCoreSensor.availableProcessors();

  private final Vertx vertx;
  private final ServerConfig config;
  private final MetricsBackend backend;
  private final Metrics metrics;
  private final TelemetryBus bus;
  private final Routing routing;
  private final List<DispatcherHost> dispatchers;
  private final IngestTuning tuning;

  private final StopSequence stops;
  private final MonitoringPorts ports;

  private volatile Readiness readiness = Readiness.STARTING;
  private volatile Upkeep upkeep;
  private volatile int port;

  private Server(
      Vertx vertx,
      ServerConfig config,
      DispatcherCatalogue catalogue,
      MetricsBackend backend,
      IngestTuning tuning) {
    this.tuning = tuning;
    this.vertx = vertx;
    this.config = config;
    this.backend = backend;
    this.metrics =
        new Metrics(backend.registry(), config.routing().recordTypes(), config.trackedVins());
    this.bus = new TelemetryBus(vertx);
    this.routing = Routing.of(config.routing());
    this.dispatchers = routing.dispatchers().stream().map(name -> host(name, catalogue)).toList();
    this.stops = new StopSequence(vertx, config.shutdown(), dispatchers, metrics::connections);
    this.ports = new MonitoringPorts(vertx, config, stops);
  }

  /**
   * Starts a server; at most one in a Vertx, since its event bus addresses are the server's.
   *
   * @param backend where it counts; stays the caller's to close
   * @return succeeds when vehicles can connect; fails with a message for the operator, with
   *     everything closed again. Completes on any thread.
   */
  public static Future<Server> start(
      Vertx vertx, ServerConfig config, DispatcherCatalogue catalogue, MetricsBackend backend) {
    return start(vertx, config, catalogue, backend, tuning(config));
  }

  /** What {@link #start} takes from this machine for a configuration. */
  public static IngestTuning tuning(ServerConfig config) {
    return IngestTuning.ofMachine(INSTANCES, config.routing().dispatchers().size());
  }

  /**
   * Starts a server that takes something else from the machine; otherwise as {@link #start(Vertx,
   * ServerConfig, DispatcherCatalogue, MetricsBackend)}.
   */
  public static Future<Server> start(
      Vertx vertx,
      ServerConfig config,
      DispatcherCatalogue catalogue,
      MetricsBackend backend,
      IngestTuning tuning) {
    LOG.atInfo().log("starting_server");
    Server server;
    try {
      server = new Server(vertx, config, catalogue, backend, tuning);
    } catch (IllegalArgumentException | RefusedConfigException e) {
      return Future.failedFuture(e);
    }
    return server
        .startAll()
        .recover(e -> server.stop().transform(closed -> Future.failedFuture(e)))
        .map(server);
  }

  private Future<Void> startAll() {
    return loadTls()
        .compose(
            tls ->
                ports
                    .open(() -> readiness, dispatchers, backend)
                    .compose(listening -> startDispatchers())
                    .compose(started -> startIngest(tls)))
        .onSuccess(started -> readiness = Readiness.READY);
  }

  private DispatcherHost host(String name, DispatcherCatalogue catalogue) {
    DispatcherContext context = DispatcherContext.of(name, config, vertx, metrics);
    return new DispatcherHost(
        vertx,
        bus,
        name,
        catalogue.type(name).create(config.dispatcherSettings().get(name), context),
        context.recordTypes());
  }

  private Future<Void> startDispatchers() {
    return Future.join(dispatchers.stream().map(DispatcherHost::start).toList()).mapEmpty();
  }

  /** Before anything is opened: a certificate that does not fit is a fault of the configuration. */
  private Future<VehicleTls> loadTls() {
    return vertx
        .executeBlocking(
            () ->
                VehicleTls.load(
                    config.tls(), config.access(), metrics, tuning.engine(), Clock.systemUTC()))
        .compose(
            loading ->
                loading instanceof VehicleTls.Loading.Loaded loaded
                    ? Future.succeededFuture(loaded.tls())
                    : Future.failedFuture(
                        new RefusedConfigException(
                            ((VehicleTls.Loading.Refused) loading).problems())));
  }

  private IngestSettings ingestSettings(VehicleTls tls) {
    Map<String, Integer> shards = new HashMap<>();
    dispatchers.forEach(dispatcher -> shards.put(dispatcher.name(), dispatcher.shards()));
    return new IngestSettings(
        config.host(),
        config.port(),
        tls,
        routing,
        config.routing().reliableAckFailure(),
        config.transmitDecodedRecords(),
        config.rateLimit(),
        config.connections(),
        new VehicleRegistry(config.connections()),
        tuning.limits(),
        Map.copyOf(shards),
        bus,
        metrics);
  }

  private Future<Void> startIngest(VehicleTls tls) {
    IngestSettings settings = ingestSettings(tls);
    List<IngestVerticle> instances = new CopyOnWriteArrayList<>();
    return vertx
        .deployVerticle(
            () -> {
              IngestVerticle instance = new IngestVerticle(settings);
              instances.add(instance);
              return instance;
            },
            new DeploymentOptions().setInstances(INSTANCES))
        .onSuccess(
            id -> {
              upkeep = upkeep(tls, instances);
              port = instances.get(0).port();
              stops.addIngest(id, instances);
              logListening(tls);
            })
        .mapEmpty();
  }

  private Upkeep upkeep(VehicleTls tls, List<IngestVerticle> instances) {
    return new Upkeep(
        vertx, tls::warnOfEnds, new LiveParts(vertx, config, tls, instances), metrics);
  }

  /** On one line all that the machine decided: where vehicles connect to, and how fast they are. */
  private void logListening(VehicleTls tls) {
    LOG.atInfo()
        .addKeyValue("host", config.host())
        .addKeyValue("port", port)
        .addKeyValue("instances", INSTANCES)
        .addKeyValue("tls_engine", tls.engine().name().toLowerCase(Locale.ROOT))
        .addKeyValue("transport", vertx.isNativeTransportEnabled() ? "native" : "jdk")
        .log("vehicle_server_configured");
  }

  /**
   * Takes up what changes in the configuration, and in the files that it names, until this stops.
   * Once, when this has started.
   *
   * @param loaded what it was started with, for what has changed in it since
   */
  public void watch(Loaded loaded, ConfigSource source) {
    upkeep.watch(loaded, source);
  }

  /**
   * Reads the configuration and its files again, now; the log tells what came of it. Does nothing
   * before {@link #watch} and once this stops. On any thread.
   */
  public void reload() {
    upkeep.reload();
  }

  /** The port that vehicles connect to. */
  public int port() {
    return port;
  }

  /** The port of the health pages; absent when off. */
  public OptionalInt statusPort() {
    return ports.status();
  }

  /** The port of the metrics page; absent when off. */
  public OptionalInt metricsPort() {
    return ports.metrics();
  }

  /**
   * Stops in order, within the time that the configuration gives: not ready any more, vehicles are
   * closed one after the other with the answers to what they sent, then dispatchers flush and
   * close, then the other ports. Once, however often it is asked to.
   *
   * @return succeeds with the records that are lost when all is closed, whatever failed on the way;
   *     completes on any thread
   */
  public Future<LostRecords> stop() {
    readiness = Readiness.DRAINING;
    if (upkeep != null) {
      upkeep.close();
    }
    return stops.run();
  }
}
