package io.fleettelemetry.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.server.IngestSettings;
import io.fleettelemetry.server.IngestTuning;
import io.fleettelemetry.server.IngestVerticle;
import io.fleettelemetry.server.Routing;
import io.fleettelemetry.server.VehicleRegistry;
import io.fleettelemetry.server.tls.VehicleTls.Reloading.Reloaded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two ingest instances that share a port and route nothing, with files that a test changes. */
final class ReloadingServer implements AutoCloseable {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  private final List<IngestVerticle> instances = new CopyOnWriteArrayList<>();
  private final TlsFixture files;
  private final VehicleTls tls;
  private int reloads;

  ReloadingServer(TlsFixture files, TlsEngine engine) {
    this.files = files;
    Metrics metrics = new Metrics(registry, Set.of(), Set.of());
    tls =
        assertInstanceOf(
                VehicleTls.Loading.Loaded.class,
                VehicleTls.load(files.tls(), files.access(), metrics, engine, Clock.systemUTC()))
            .tls();
    IngestSettings settings = settings(config(), metrics);
    vertx
        .deployVerticle(
            () -> {
              IngestVerticle instance = new IngestVerticle(settings);
              instances.add(instance);
              return instance;
            },
            new DeploymentOptions().setInstances(2))
        .await();
  }

  private ServerConfig config() {
    JsonObject config =
        new JsonObject()
            .put("records", new JsonObject())
            .put(
                "tls",
                new JsonObject()
                    .put("server_cert", files.certificate.toString())
                    .put("server_key", files.key.toString()));
    Loading loading =
        new ConfigLoader(Map.of(), true).read("test", config.encode().getBytes(UTF_8), Map.of());
    return assertInstanceOf(Loading.Loaded.class, loading, loading::toString).config();
  }

  private IngestSettings settings(ServerConfig config, Metrics metrics) {
    return new IngestSettings(
        "127.0.0.1",
        0,
        tls,
        Routing.of(config.routing()),
        config.routing().reliableAckFailure(),
        false,
        config.rateLimit(),
        config.connections(),
        new VehicleRegistry(config.connections()),
        IngestTuning.ofMachine(2, 1).limits(),
        Map.of(),
        new TelemetryBus(vertx),
        metrics);
  }

  int port() {
    return instances.get(0).port();
  }

  /** Reads the files again, which must be good; a new certificate goes to one of the instances. */
  Reloaded reload() {
    Reloaded reloaded = assertInstanceOf(Reloaded.class, tls.reload(files.tls(), files.access()));
    if (reloaded.certificateChanged()) {
      instances.get(reloads++ % instances.size()).updateCertificate().await();
    }
    return reloaded;
  }

  double count(String name, String... tags) {
    Counter counter = registry.find(name).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  /** How many handshakes failed, for any reason but these. */
  double failedHandshakes(Set<String> expected) {
    return registry
        .find("fleet_telemetry_tls_handshakes_total")
        .tag("outcome", "failed")
        .counters()
        .stream()
        .filter(counter -> !expected.contains(counter.getId().getTag("reason")))
        .mapToDouble(Counter::count)
        .sum();
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
