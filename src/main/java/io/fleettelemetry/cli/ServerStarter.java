package io.fleettelemetry.cli;

import io.fleettelemetry.config.ServerConfig;
import io.vertx.core.Future;

/** Starts the server. */
@FunctionalInterface
public interface ServerStarter {

  /**
   * Starts all parts.
   *
   * @return succeeds when vehicles can connect; fails with a message for the operator, and then
   *     nothing is left open. Completes on any thread.
   */
  Future<RunningServer> start(ServerConfig config);
}
