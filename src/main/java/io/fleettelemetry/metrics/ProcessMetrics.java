package io.fleettelemetry.metrics;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * The process's gauges under names that dashboards know from another runtime: each is as near to
 * its name as the JVM comes. {@code num_goroutine} are live threads; both memory gauges are the
 * used heap, which holds garbage too; {@code memory_stack} is what the stacks of those threads may
 * take.
 */
final class ProcessMetrics {

  private ProcessMetrics() {}

  /** Registers all of them; {@code uptime_sec} starts now. */
  static void register(MeterRegistry registry) {
    Clock clock = registry.config().clock();
    long start = clock.monotonicTime();
    gauge(
        registry,
        MetricNames.UPTIME,
        () -> TimeUnit.NANOSECONDS.toSeconds(clock.monotonicTime() - start));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long stackBytes = stackBytes();
    gauge(registry, MetricNames.THREADS, threads::getThreadCount);
    gauge(registry, MetricNames.MEMORY_STACK, () -> (double) threads.getThreadCount() * stackBytes);
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    gauge(registry, MetricNames.MEMORY_ALLOCATED, () -> memory.getHeapMemoryUsage().getUsed());
    gauge(registry, MetricNames.MEMORY_HEAP, () -> memory.getHeapMemoryUsage().getUsed());
    GcPauses pauses = GcPauses.ofThisProcess(clock);
    gauge(registry, MetricNames.GC_TOTAL_PAUSE, pauses::totalMillis);
    gauge(registry, MetricNames.GC_PAUSE_PER_SECOND, pauses::millisPerSecond);
    gauge(registry, MetricNames.GC_PER_SECOND, pauses::countPerSecond);
  }

  private static void gauge(MeterRegistry registry, String name, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble).register(registry);
  }

  private static long stackBytes() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (hotSpot == null) {
      return 0;
    }
    return Long.parseLong(hotSpot.getVMOption("ThreadStackSize").getValue()) * 1024;
  }
}
