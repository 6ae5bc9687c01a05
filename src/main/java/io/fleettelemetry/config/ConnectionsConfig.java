package io.fleettelemetry.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The bounds of vehicles' connections.
 *
 * @param perVehicle connections that one identity may hold, a newer one closes the oldest; 0 is any
 * @param max connections of this process; 0 is any
 * @param pingInterval how long a connection may be silent before it is pinged; zero is never
 * @param idleTimeout how long a connection may be silent before it is closed; zero is for ever
 * @param handshakeTimeout how long a client has for TLS, and then as long again for its upgrade
 */
public record ConnectionsConfig(
    int perVehicle,
    int max,
    Duration pingInterval,
    Duration idleTimeout,
    Duration handshakeTimeout) {

  /** One connection for each identity, any number of them. */
  public static final ConnectionsConfig DEFAULT =
      new ConnectionsConfig(
          1, 0, Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(10));

  static ConnectionsConfig read(Section connections) {
    ConnectionsConfig config =
        new ConnectionsConfig(
            connections.integer("per_vehicle", 0, Integer.MAX_VALUE, DEFAULT.perVehicle),
            connections.integer("max", 0, Integer.MAX_VALUE, DEFAULT.max),
            seconds(connections, "ping_interval_s", 0, DEFAULT.pingInterval),
            seconds(connections, "idle_timeout_s", 0, DEFAULT.idleTimeout),
            seconds(connections, "handshake_timeout_s", 1, DEFAULT.handshakeTimeout));
    checkIdle(connections, config);
    return config;
  }

  private static Duration seconds(Section section, String key, int min, Duration defaultValue) {
    return section.duration(key, ChronoUnit.SECONDS, min, defaultValue);
  }

  /** A vehicle that has nothing to send is heard only because it is pinged. */
  private static void checkIdle(Section connections, ConnectionsConfig config) {
    if (!config.idleTimeout.isZero() && config.idleTimeout.compareTo(config.pingInterval) <= 0) {
      connections.error(
          "idle_timeout_s",
          "must be longer than ping_interval_s, %d, or 0, which is never"
              .formatted(config.pingInterval.toSeconds()));
    } else if (config.pingInterval.isZero() && !config.idleTimeout.isZero()) {
      connections.warning(
          "ping_interval_s",
          "closes vehicles that are silent for idle_timeout_s, since none is pinged");
    }
  }
}
