package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitoringConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    assertEquals(
        new MonitoringConfig(OptionalInt.empty(), "127.0.0.1"), fixture.config("{}").monitoring());
  }

  @Test
  void fullMapping() {
    assertEquals(
        new MonitoringConfig(OptionalInt.of(9090), "0.0.0.0"),
        fixture
            .config(
                """
                {"monitoring": {"prometheus_metrics_port": 9090,
                                "prometheus_metrics_host": "0.0.0.0"}}
                """)
            .monitoring());
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        """
        {"monitoring": {"prometheus_metrics_port": "9090", "prometheus_metrics_host": "a b",
         "profiler_port": 4269, "profiler_host": "::1", "profiling_path": "/tmp/x",
         "statsd": {"host": "127.0.0.1:8125"}}}
        """,
        "monitoring.profiler_port: 4269 — not available in this version",
        "monitoring.profiler_host: \"::1\" — not available in this version",
        "monitoring.profiling_path: \"/tmp/x\" — not available in this version",
        "monitoring.statsd: {…} — not available in this version",
        "monitoring.prometheus_metrics_port: \"9090\" — must be a whole number from 0 to 65535",
        "monitoring.prometheus_metrics_host: \"a b\" — must be an address or a host name");
  }

  @Test
  void whatALaterVersionBringsMayBeSwitchedOff() {
    fixture.config(
        """
        {"monitoring": {"profiler_port": 0, "profiler_host": "", "profiling_path": "",
                        "statsd": null}}
        """);
  }
}
