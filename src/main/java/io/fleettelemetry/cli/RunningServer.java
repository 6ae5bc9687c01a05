package io.fleettelemetry.cli;

import io.fleettelemetry.server.LostRecords;
import io.vertx.core.Future;

/** A server that takes vehicles. */
@FunctionalInterface
public interface RunningServer {

  /**
   * Stops in order. Called once.
   *
   * @return succeeds with the records that are lost, most often none, when everything is closed;
   *     fails when something could not be. Completes on any thread.
   */
  Future<LostRecords> stop();
}
