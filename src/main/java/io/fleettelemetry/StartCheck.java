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
 * as the server does, and drops it again, and looks into the files of {@code tls} and the lists of
 * devices.
 */
final class StartCheck implements ConfigCheck {

  private static final MonitoringConfig NOT_COUNTED = new MonitoringConfig(OptionalInt.empty(), "");

  private final DispatcherCatalogue catalogue;

  StartCheck(DispatcherCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void check(Vertx vertx, ServerConfig config, Problems problems) {
    checkDispatchers(vertx, config, problems);
    VehicleTls.check(config.tls(), config.access(), Clock.systemUTC(), problems);
  }

  private void checkDispatchers(Vertx vertx, ServerConfig config, Problems problems) {
    try (MetricsBackend backend = MetricsBackend.of(NOT_COUNTED)) {
      Metrics metrics = new Metrics(backend.registry(), Set.of(), Set.of());
      config
          .dispatcherSettings()
          .forEach(
              (name, settings) -> {
                if (isFine(catalogue.section(name), problems)) {
                  DispatcherContext context = DispatcherContext.of(name, config, vertx, metrics);
                  make(name, settings, context, problems);
                }
              });
    }
  }

  /** From settings that are refused no dispatcher can be made. */
  private static boolean isFine(String section, Problems problems) {
    return problems.errors().stream()
        .noneMatch(p -> p.path().equals(section) || p.path().startsWith(section + "."));
  }

  private void make(String name, Object settings, DispatcherContext context, Problems problems) {
    try {
      catalogue.type(name).create(settings, context);
    } catch (RefusedConfigException e) {
      e.problems().forEach(p -> problems.error(p.path(), p.value(), p.rule()));
    }
  }
}
