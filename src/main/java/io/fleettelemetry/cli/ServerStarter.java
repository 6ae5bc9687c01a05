package io.fleettelemetry.cli;

import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading.Loaded;
import io.vertx.core.Future;

/** Starts the server. */
@FunctionalInterface
public interface ServerStarter {

  /**
   * Starts all parts.
   *
   * @param source what {@code loaded} was read from, for changes of it
   * @return succeeds when vehicles can connect; fails with a message for the operator, and then
   *     nothing is left open. Completes on any thread.
   */
  Future<RunningServer> start(Loaded loaded, ConfigSource source);
}
