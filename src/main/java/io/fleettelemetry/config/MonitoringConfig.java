package io.fleettelemetry.config;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Where metrics are read.
 *
 * @param prometheusPort port of {@code GET /metrics}; absent is off
 * @param prometheusHost the address it binds
 */
public record MonitoringConfig(OptionalInt prometheusPort, String prometheusHost) {

  private static final String LOOPBACK = "127.0.0.1";

  static MonitoringConfig read(Section monitoring) {
    monitoring.notAvailable("profiler_port", 0);
    monitoring.notAvailable("profiler_host", "");
    monitoring.notAvailable("profiling_path", "");
    monitoring.notAvailable("statsd", Map.of());
    return new MonitoringConfig(
        monitoring.portOrOff("prometheus_metrics_port"),
        monitoring.host("prometheus_metrics_host", LOOPBACK));
  }
}
