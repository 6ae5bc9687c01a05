package io.fleettelemetry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.MonitoringConfig;
import io.fleettelemetry.telemetry.RecordType;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsBackendTest {

  private static final MonitoringConfig ON = new MonitoringConfig(OptionalInt.of(0), "127.0.0.1");
  private static final MonitoringConfig OFF =
      new MonitoringConfig(OptionalInt.empty(), "127.0.0.1");

  /** A line of the text format, comments aside. */
  private static final Pattern SAMPLE =
      Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[a-zA-Z_]+=\".*\"})? [-+0-9.eEINan f]+");

  @Test
  void withoutPrometheusCountingGoesNowhere() {
    try (MetricsBackend backend = MetricsBackend.of(OFF)) {
      Metrics metrics = new Metrics(backend.registry(), Set.of("V"), Set.of());
      metrics.recordAccepted(RecordType.V, "VIN", 1, 1);
      metrics.ackLatency("kafka", RecordType.V, 1);

      assertFalse(backend.scraped());
      assertFalse(backend.vertxOptions().isEnabled());
      assertEquals(0, backend.registry().get("record_total").counter().count());
    }
  }

  @Test
  void withPrometheusTheLibrariesMetersAreThere() throws Exception {
    try (MetricsBackend backend = MetricsBackend.of(ON)) {
      VertxOptions options = new VertxOptions().setMetricsOptions(backend.vertxOptions());
      Vertx vertx = Vertx.builder().with(options).withMetrics(backend.vertxMetrics()).build();
      try {
        backend.bind(vertx);
        vertx.executeBlocking(() -> "done").await(10, TimeUnit.SECONDS);
        String page = backend.scrape();

        assertTrue(backend.scraped());
        assertTrue(page.contains("\njvm_memory_used_bytes{area=\"heap\""), page);
        assertTrue(page.contains("\njvm_gc_memory_allocated_bytes_total "), page);
        assertTrue(page.contains("\nnetty_allocator_memory_used{allocator_type=\""), page);
        assertTrue(page.contains("\nnetty_eventexecutor_tasks_pending{name=\""), page);
        assertTrue(page.contains("\nvertx_pool_completed_total{pool_name=\""), page);
        assertFalse(page.contains("vertx_eventbus"), page);
        page.lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(line -> assertTrue(SAMPLE.matcher(line).matches(), line));
      } finally {
        vertx.close().await(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void eachBackEndHasARegistryOfItsOwn() {
    try (MetricsBackend one = MetricsBackend.of(ON);
        MetricsBackend other = MetricsBackend.of(ON)) {
      one.registry().counter("a_counter").increment();

      assertTrue(one.scrape().contains("a_counter 1"));
      assertFalse(other.scrape().contains("a_counter"));
    }
  }
}
