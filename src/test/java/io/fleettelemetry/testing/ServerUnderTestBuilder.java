package io.fleettelemetry.testing;

import io.fleettelemetry.DispatcherCatalogue;
import io.fleettelemetry.Server;
import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.MonitoringConfig;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherType;
import io.fleettelemetry.metrics.MetricsBackend;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.server.IngestLimits;
import io.fleettelemetry.server.IngestTuning;
import io.fleettelemetry.server.tls.TlsEngine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a {@link ServerUnderTest} is like. */
public final class ServerUnderTestBuilder {

  private final JsonObject config = new JsonObject();
  private final JsonObject records = new JsonObject();
  private final List<DispatcherType<?>> own = new ArrayList<>();
  private Credential authority = TestPki.authority("TeslaMotors");
  private IngestLimits limits;
  private TlsEngine engine;

  ServerUnderTestBuilder() {}

  /** Routes a record type. */
  public ServerUnderTestBuilder route(String type, String... dispatchers) {
    records.put(type, new JsonArray(List.of(dispatchers)));
    return this;
  }

  /** Acks a type when this dispatcher has confirmed. */
  public ServerUnderTestBuilder reliable(String type, String dispatcher) {
    return section("reliable_ack_sources", type, dispatcher);
  }

  /** Adds a dispatcher of the test's own under a name. */
  public ServerUnderTestBuilder dispatcher(String name, Dispatcher dispatcher) {
    own.add(new DispatcherType<>(name, section -> name, (settings, context) -> dispatcher));
    return this;
  }

  /** Any key of the configuration. */
  public ServerUnderTestBuilder set(String key, Object value) {
    config.put(key, value);
    return this;
  }

  /** A key in a section of the configuration. */
  public ServerUnderTestBuilder section(String section, String key, Object value) {
    config.put(section, config.getJsonObject(section, new JsonObject()).put(key, value));
    return this;
  }

  /** Who signs; {@code TeslaMotors} unless said. */
  public ServerUnderTestBuilder authority(Credential authority) {
    this.authority = authority;
    return this;
  }

  /** Bounds of each ingest instance; those that follow from the heap unless set. */
  public ServerUnderTestBuilder limits(IngestLimits limits) {
    this.limits = limits;
    return this;
  }

  /** What does its TLS work; the best of this machine unless set. */
  public ServerUnderTestBuilder engine(TlsEngine engine) {
    this.engine = engine;
    return this;
  }

  /** Starts it; fails with its message when it does not. */
  public ServerUnderTest start() {
    Path directory = TemporaryFiles.directory();
    writeTls(directory);
    config.put("records", records).put("host", "127.0.0.1");
    config.put("port", config.getInteger("port", 0));
    JsonObject shutdown = config.getJsonObject("shutdown", new JsonObject());
    config.put("shutdown", new JsonObject().put("spread_s", 0).mergeIn(shutdown));
    DispatcherCatalogue catalogue = catalogue();
    Path file = directory.resolve(ServerUnderTest.CONFIG);
    ServerUnderTest.write(file, config);
    ConfigSource source = source(catalogue, file);
    Loaded loadedWith = load(source);
    ServerConfig loaded = loadedWith.config();
    MetricsBackend backend = MetricsBackend.of(loaded.monitoring());
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    try {
      Server server = start(vertx, loaded, catalogue, backend).await();
      server.watch(loadedWith, source);
      return new ServerUnderTest(directory, authority, vertx, backend, server);
    } catch (RuntimeException | Error e) {
      vertx.close().await();
      throw e;
    }
  }

  private Future<Server> start(
      Vertx vertx, ServerConfig config, DispatcherCatalogue catalogue, MetricsBackend backend) {
    IngestTuning tuning = Server.tuning(config);
    if (limits != null) {
      tuning = tuning.with(limits);
    }
    if (engine != null) {
      tuning = tuning.with(engine);
    }
    return Server.start(vertx, config, catalogue, backend, tuning);
  }

  private void writeTls(Path directory) {
    Credential server = TestPki.server(authority);
    section(
        "tls",
        "server_cert",
        TestPki.writeCertificates(directory.resolve("server.pem"), server).toString());
    section(
        "tls",
        "server_key",
        TestPki.writeKey(directory.resolve("server.key"), server.key()).toString());
    section(
        "tls",
        "ca_file",
        TestPki.writeCertificates(directory.resolve("ca.pem"), authority).toString());
  }

  private DispatcherCatalogue catalogue() {
    List<DispatcherType<?>> all = new ArrayList<>(own);
    DispatcherCatalogue builtIn = DispatcherCatalogue.builtIn();
    builtIn.settingsReaders().keySet().forEach(name -> all.add(builtIn.type(name)));
    return new DispatcherCatalogue(all);
  }

  private static ConfigSource source(DispatcherCatalogue catalogue, Path file) {
    ConfigSource source = new ConfigLoader(catalogue.settingsReaders(), true).source(file);
    return new ConfigSource(
        source.file(),
        () -> {
          Loading loading = source.reading().get();
          return loading instanceof Loaded loaded
              ? new Loaded(withFreePorts(loaded.config()), loaded.warnings(), loaded.effective())
              : loading;
        });
  }

  private static Loaded load(ConfigSource source) {
    Loading loading = source.reading().get();
    if (loading instanceof Loaded loaded) {
      return loaded;
    }
    throw new AssertionError(((Loading.Refused) loading).errors().toString());
  }

  /** In a file 0 leaves these two ports off. */
  private static ServerConfig withFreePorts(ServerConfig config) {
    return new ServerConfig(
        config.host(),
        config.port(),
        OptionalInt.of(0),
        config.log(),
        config.namespace(),
        config.routing(),
        config.transmitDecodedRecords(),
        config.rateLimit(),
        config.trackedVins(),
        config.tls(),
        config.access(),
        config.connections(),
        config.shutdown(),
        new MonitoringConfig(OptionalInt.of(0), "127.0.0.1"),
        config.dispatcherSettings());
  }
}
