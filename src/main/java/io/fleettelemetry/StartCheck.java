package io.fleettelemetry;

import io.fleettelemetry.config.ConfigCheck;
import io.fleettelemetry.config.MonitoringConfig;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.metrics.MetricsBackend;
import io.fleettelemetry.server.tls.VehicleTls;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds, without opening anything, what {@link Server#start} would refuse: makes each dispatcher,
 * as the server does, and drops it again, and looks into the files of {@code tls}.
 */
final class StartCheck implements ConfigCheck {

  private static final MonitoringConfig NOT_COUNTED = new MonitoringConfig(OptionalInt.empty(), "");

  private final DispatcherCatalogue catalogue;

  StartCheck(DispatcherCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void check(Vertx vertx, ServerConfig config, Problems problems) {
    // With settings that are refused there is nothing to make one from.
    if (!problems.hasErrors()) {
      checkDispatchers(vertx, config, problems);
    }
    VehicleTls.check(config.tls(), Clock.systemUTC(), problems);
  }

  private void checkDispatchers(Vertx vertx, ServerConfig config, Problems problems) {
    try (MetricsBackend backend = MetricsBackend.of(NOT_COUNTED)) {
      Metrics metrics = new Metrics(backend.registry(), Set.of(), Set.of());
      for (String name : config.routing().dispatchers()) {
        try {
          catalogue
              .type(name)
              .create(
                  config.dispatcherSettings().get(name),
                  DispatcherContext.of(name, config, vertx, metrics));
        } catch (RefusedConfigException e) {
          e.problems().forEach(p -> problems.error(p.path(), p.value(), p.rule()));
        }
      }
    }
  }
}
