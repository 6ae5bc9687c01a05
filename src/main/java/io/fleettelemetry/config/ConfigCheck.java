package io.fleettelemetry.config;

import io.vertx.core.Vertx;

/**
 * Finds what a server would refuse to start with and reading the keys does not show: what is in the
 * files that they name, and what does not go together across sections.
 */
@FunctionalInterface
public interface ConfigCheck {

  /** Finds nothing. */
  ConfigCheck NONE = (vertx, config, problems) -> {};

  /**
   * Reports what it finds. Blocks; opens and starts nothing.
   *
   * @param vertx for parts that cannot be made without one
   * @param config where {@code problems} has an error for a key, its default stands here, and the
   *     empty path for a file that is required
   */
  void check(Vertx vertx, ServerConfig config, Problems problems);
}
