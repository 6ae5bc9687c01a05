package io.fleettelemetry.cli;

import io.vertx.core.Future;

/** A server that takes vehicles. */
@FunctionalInterface
public interface RunningServer {

  /**
   * Stops in order. Called once.
   *
   * @return succeeds when what was accepted is flushed and everything is closed. Completes on any
   *     thread.
   */
  Future<Void> stop();
}
