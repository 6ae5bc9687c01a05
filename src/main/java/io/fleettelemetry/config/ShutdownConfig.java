package io.fleettelemetry.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How the server stops.
 *
 * @param spread over how long vehicles are closed, so that they do not all come back at once
 * @param timeout how long all of it may take, longer than {@code spread}
 */
public record ShutdownConfig(Duration spread, Duration timeout) {

  /** Well within the half minute that Kubernetes gives a pod. */
  public static final ShutdownConfig DEFAULT =
      new ShutdownConfig(Duration.ofSeconds(10), Duration.ofSeconds(25));

  static ShutdownConfig read(Section shutdown) {
    ShutdownConfig config =
        new ShutdownConfig(
            shutdown.duration("spread_s", ChronoUnit.SECONDS, 0, DEFAULT.spread),
            shutdown.duration("timeout_s", ChronoUnit.SECONDS, 1, DEFAULT.timeout));
    if (config.timeout.compareTo(config.spread) <= 0) {
      shutdown.error(
          "timeout_s",
          "must be longer than spread_s, %d: dispatchers flush when all vehicles are closed"
              .formatted(config.spread.toSeconds()));
    }
    return config;
  }
}
