package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    ConnectionsConfig defaults =
        new ConnectionsConfig(
            1, 0, Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(10));
    assertEquals(defaults, fixture.config("{}").connections());
    assertEquals(defaults, fixture.config("{\"connections\": {}}").connections());
  }

  @Test
  void fullMapping() {
    assertEquals(
        new ConnectionsConfig(
            2, 1000, Duration.ofSeconds(3), Duration.ofSeconds(7), Duration.ofSeconds(4)),
        fixture
            .config(
                """
                {"connections": {"per_vehicle": 2, "max": 1000, "ping_interval_s": 3,
                                 "idle_timeout_s": 7, "handshake_timeout_s": 4}}
                """)
            .connections());
  }

  @Test
  void pingsAndTheIdleTimeoutCanBeOff() {
    ConnectionsConfig off =
        fixture
            .config("{\"connections\": {\"ping_interval_s\": 0, \"idle_timeout_s\": 0}}")
            .connections();
    assertEquals(Duration.ZERO, off.pingInterval());
    assertEquals(Duration.ZERO, off.idleTimeout());
    fixture.loaded(
        "{\"connections\": {\"ping_interval_s\": 0}}",
        "connections.ping_interval_s: 0 — closes vehicles that are silent for idle_timeout_s, since"
            + " none is pinged");
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        """
        {"connections": {"per_vehicle": -1, "max": "many", "ping_interval_s": -1,
                         "idle_timeout_s": 30, "handshake_timeout_s": 0}}
        """,
        "connections.per_vehicle: -1 — must be a whole number from 0 to 2147483647",
        "connections.max: \"many\" — must be a whole number from 0 to 2147483647",
        "connections.ping_interval_s: -1 — must be a whole number from 0 to 2147483647 (seconds)",
        "connections.handshake_timeout_s: 0 — must be a whole number from 1 to 2147483647 (seconds)",
        "connections.idle_timeout_s: 30 — must be longer than ping_interval_s, 30, or 0, which is"
            + " never");
  }
}
