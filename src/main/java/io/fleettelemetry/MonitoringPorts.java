package io.fleettelemetry;

import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.DispatcherHost;
import io.fleettelemetry.metrics.MetricsBackend;
import io.fleettelemetry.monitoring.DependencyHealth;
import io.fleettelemetry.monitoring.MetricsServer;
import io.fleettelemetry.monitoring.Readiness;
import io.fleettelemetry.monitoring.StatusServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The ports that tell how a server is, each of which can be off. Thread-safe. */
final class MonitoringPorts {

  private final Vertx vertx;
  private final ServerConfig config;
  private final StopSequence stops;
  private volatile OptionalInt status = OptionalInt.empty();
  private volatile OptionalInt metrics = OptionalInt.empty();

  /**
   * @param stops closes again what is opened
   */
  MonitoringPorts(Vertx vertx, ServerConfig config, StopSequence stops) {
    this.vertx = vertx;
    this.config = config;
    this.stops = stops;
  }

  /**
   * Opens those that are wanted.
   *
   * @return fails with a message for the operator where one is taken; completes on any thread
   */
  Future<Void> open(
      Supplier<Readiness> readiness, List<DispatcherHost> dispatchers, MetricsBackend backend) {
    return openStatus(readiness, dispatchers).compose(listening -> openMetrics(backend));
  }

  private Future<Void> openStatus(Supplier<Readiness> readiness, List<DispatcherHost> dispatchers) {
    if (config.statusPort().isEmpty()) {
      return Future.succeededFuture();
    }
    StatusServer server =
        new StatusServer(
            vertx, config.statusPort().getAsInt(), readiness, () -> dependencies(dispatchers));
    stops.addPage(server::close);
    return server.listen().onSuccess(port -> status = OptionalInt.of(port)).mapEmpty();
  }

  private static Map<String, DependencyHealth> dependencies(List<DispatcherHost> dispatchers) {
    Map<String, DependencyHealth> states = new LinkedHashMap<>();
    for (DispatcherHost dispatcher : dispatchers) {
      DispatcherHealth health = dispatcher.health();
      states.put(dispatcher.name(), new DependencyHealth(health.up(), health.detail()));
    }
    return states;
  }

  private Future<Void> openMetrics(MetricsBackend backend) {
    if (config.monitoring().prometheusPort().isEmpty()) {
      return Future.succeededFuture();
    }
    MetricsServer server =
        new MetricsServer(
            vertx,
            config.monitoring().prometheusHost(),
            config.monitoring().prometheusPort().getAsInt(),
            backend::scrape);
    stops.addPage(server::close);
    return server.listen().onSuccess(port -> metrics = OptionalInt.of(port)).mapEmpty();
  }

  /** The port of the health pages; absent when off. */
  OptionalInt status() {
    return status;
  }

  /** The port of the metrics page; absent when off. */
  OptionalInt metrics() {
    return metrics;
  }
}
