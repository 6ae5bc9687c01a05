package io.fleettelemetry.metrics;

import io.fleettelemetry.config.MonitoringConfig;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the meters live, by configuration: a registry that is scraped, or none, where counting goes
 * nowhere at next to no cost. The libraries' meters (JVM, Netty, Vert.x) are bound only when
 * somebody reads them.
 */
public final class MetricsBackend implements AutoCloseable {

  private final MeterRegistry registry;
  private final boolean scraped;
  private final JvmGcMetrics gc = new JvmGcMetrics();

  private MetricsBackend(MeterRegistry registry, boolean scraped) {
    this.registry = registry;
    this.scraped = scraped;
  }

  /** The back end that the configuration asks for, with the meters of JVM and process. */
  public static MetricsBackend of(MonitoringConfig config) {
    if (config.prometheusPort().isEmpty()) {
      return new MetricsBackend(new CompositeMeterRegistry(), false);
    }
    MetricsBackend backend = new MetricsBackend(new ScrapedRegistry(Clock.SYSTEM), true);
    backend.registry.config().meterFilter(stableAllocatorNames());
    backend.bindProcess();
    return backend;
  }

  /** Where {@link Metrics} and others register. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Whether {@link #scrape} has something to show. */
  public boolean scraped() {
    return scraped;
  }

  /**
   * All meters in the Prometheus text format, version 0.0.4. Some milliseconds of work: not for an
   * event loop.
   */
  public String scrape() {
    return PrometheusScrape.of(registry);
  }

  /** For {@code Vertx.builder().withMetrics}: Vert.x's meters go to this registry. */
  public VertxMetricsFactory vertxMetrics() {
    return new MicrometerMetricsFactory(registry);
  }

  /**
   * For {@code VertxOptions.setMetricsOptions}: pools only. Every other domain costs something for
   * each message or read, or has labels that vehicles or addresses multiply.
   */
  public MicrometerMetricsOptions vertxOptions() {
    Set<String> disabled =
        Stream.of(MetricsDomain.values())
            .filter(domain -> domain != MetricsDomain.NAMED_POOLS)
            .map(MetricsDomain::toCategory)
            .collect(Collectors.toSet());
    return new MicrometerMetricsOptions()
        .setEnabled(scraped)
        // Vert.x keeps registries by name for the whole process.
        .setRegistryName("fleet-telemetry-" + UUID.randomUUID())
        .setLabels(Set.of(Label.POOL_TYPE, Label.POOL_NAME))
        .setDisabledMetricsCategories(disabled);
  }

  /** Adds the event loops of a Vert.x, whoever made it. */
  public void bind(Vertx vertx) {
    if (scraped) {
      new NettyEventExecutorMetrics(((VertxInternal) vertx).nettyEventLoopGroup()).bindTo(registry);
    }
  }

  /** Ends what listens to the JVM; the meters stay readable. */
  @Override
  public void close() {
    gc.close();
  }

  private void bindProcess() {
    Stream.<MeterBinder>of(
            gc,
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new JvmInfoMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics())
        .forEach(binder -> binder.bindTo(registry));
    // The two that Vert.x takes its buffers from.
    Stream.of(ByteBufAllocator.DEFAULT, UnpooledByteBufAllocator.DEFAULT)
        .filter(ByteBufAllocatorMetricProvider.class::isInstance)
        .map(ByteBufAllocatorMetricProvider.class::cast)
        .forEach(allocator -> new NettyAllocatorMetrics(allocator).bindTo(registry));
  }

  /** Netty's binder labels an allocator with its hash, which would be new series at each start. */
  private static MeterFilter stableAllocatorNames() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith("netty.allocator.")) {
          return id;
        }
        Iterable<Tag> kept =
            id.getTags().stream().filter(tag -> !tag.getKey().equals("id")).toList();
        return id.replaceTags(kept);
      }
    };
  }
}
