package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    ShutdownConfig defaults = new ShutdownConfig(Duration.ofSeconds(10), Duration.ofSeconds(25));
    assertEquals(defaults, fixture.config("{}").shutdown());
    assertEquals(defaults, fixture.config("{\"shutdown\": {}}").shutdown());
  }

  @Test
  void fullMapping() {
    assertEquals(
        new ShutdownConfig(Duration.ofSeconds(3), Duration.ofSeconds(40)),
        fixture.config("{\"shutdown\": {\"spread_s\": 3, \"timeout_s\": 40}}").shutdown());
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        "{\"shutdown\": {\"spread_s\": -1, \"timeout_s\": \"x\"}}",
        "shutdown.spread_s: -1 — must be a whole number from 0 to 2147483647 (seconds)",
        "shutdown.timeout_s: \"x\" — must be a whole number from 1 to 2147483647 (seconds)");
    fixture.assertRefused(
        "{\"shutdown\": {\"timeout_s\": 10}}",
        "shutdown.timeout_s: 10 — must be longer than spread_s, 10: dispatchers flush when all"
            + " vehicles are closed");
  }
}
