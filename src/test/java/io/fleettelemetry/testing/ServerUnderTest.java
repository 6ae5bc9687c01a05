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
import io.fleettelemetry.server.LostRecords;
import io.fleettelemetry.server.tls.TlsEngine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;

/**
 * The whole server in this process, on free ports, with certificates of its own; vehicles of the
 * authority {@code TeslaMotors} can connect. Closing stops it in order and fails when buffers
 * leaked.
 */
public final class ServerUnderTest implements AutoCloseable {

  private static final String CONFIG = "config.json";

  private final Path directory;
  private final Credential authority;
  private final Vertx vertx;
  private final MetricsBackend backend;
  private final Server server;
  private final Queue<FakeVehicle> connected = new ConcurrentLinkedQueue<>();

  private ServerUnderTest(
      Path directory, Credential authority, Vertx vertx, MetricsBackend backend, Server server) {
    this.directory = directory;
    this.authority = authority;
    this.vertx = vertx;
    this.backend = backend;
    this.server = server;
  }

  /** Describes a server that routes nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** The vehicles' port. */
  public int port() {
    return server.port();
  }

  /** The authority that signed the server's certificate, and whose vehicles are trusted. */
  public Credential authority() {
    return authority;
  }

  /** A vehicle's TLS, with a new certificate for this VIN. */
  public SSLContext tls(String vin) {
    return tls(TestPki.vehicle(vin, authority));
  }

  /** A client's TLS with any certificate. */
  public SSLContext tls(Credential client) {
    return TestPki.clientContext(client, authority.certificate());
  }

  /** How a vehicle connects. */
  public FakeVehicleBuilder vehicle(String vin) {
    return FakeVehicle.at(port(), tls(vin));
  }

  /**
   * Connects a vehicle, which is closed with the server; fails when it is refused. The server
   * counts it when this returns.
   */
  public FakeVehicle connect(String vin) {
    try {
      FakeVehicle vehicle = vehicle(vin).connect();
      connected.add(vehicle);
      vehicle.awaitServed();
      return vehicle;
    } catch (IOException e) {
      throw new AssertionError("vehicle " + vin + " was refused", e);
    }
  }

  /** The metrics page. */
  public String metrics() {
    return get(server.metricsPort().getAsInt(), "/metrics").body();
  }

  /** One series of the metrics page, as it stands there with its labels; absent when it is not. */
  public OptionalDouble metric(String series) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst();
  }

  /** The value of one series; 0 before its first event. */
  public double count(String series) {
    return metric(series).orElse(0);
  }

  /** A page of the status port. */
  public HttpResponse<String> status(String path) {
    return get(server.statusPort().getAsInt(), path);
  }

  private static HttpResponse<String> get(int port, String path) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * The directory with its certificates: {@code server.pem}, {@code server.key}, {@code ca.pem}.
   */
  public Path directory() {
    return directory;
  }

  /** Changes a key of the configuration file, which is taken up when it reloads. */
  public void set(String key, Object value) {
    Path file = directory.resolve(CONFIG);
    write(file, new JsonObject(read(file)).put(key, value));
  }

  /** Makes it reload, as SIGHUP does. */
  public void reload() {
    server.reload();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At once, so that nobody reads half of it. */
  private static void write(Path file, JsonObject config) {
    try {
      Path next = Files.writeString(file.resolveSibling("next.json"), config.encode());
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it in order; again does nothing. Returns what was lost. */
  public LostRecords stop() {
    return server.stop().await();
  }

  @Override
  public void close() {
    // A vehicle that nobody reads for would not answer the server's goodbye.
    connected.forEach(FakeVehicle::close);
    stop();
    vertx.close().await();
    backend.close();
    TemporaryFiles.delete(directory);
    RuntimeGuards.reports().collect().assertNone();
  }

  /** What a server is like. */
  public static final class Builder {
    private final JsonObject config = new JsonObject();
    private final JsonObject records = new JsonObject();
    private final List<DispatcherType<?>> own = new ArrayList<>();
    private Credential authority = TestPki.authority("TeslaMotors");
    private IngestLimits limits;
    private TlsEngine engine;

    /** Routes a record type. */
    public Builder route(String type, String... dispatchers) {
      records.put(type, new JsonArray(List.of(dispatchers)));
      return this;
    }

    /** Acks a type when this dispatcher has confirmed. */
    public Builder reliable(String type, String dispatcher) {
      return section("reliable_ack_sources", type, dispatcher);
    }

    /** Adds a dispatcher of the test's own under a name. */
    public Builder dispatcher(String name, Dispatcher dispatcher) {
      own.add(new DispatcherType<>(name, section -> name, (settings, context) -> dispatcher));
      return this;
    }

    /** Any key of the configuration. */
    public Builder set(String key, Object value) {
      config.put(key, value);
      return this;
    }

    /** A key in a section of the configuration. */
    public Builder section(String section, String key, Object value) {
      config.put(section, config.getJsonObject(section, new JsonObject()).put(key, value));
      return this;
    }

    /** Who signs; {@code TeslaMotors} unless said. */
    public Builder authority(Credential authority) {
      this.authority = authority;
      return this;
    }

    /** Bounds of each ingest instance; those that follow from the heap unless set. */
    public Builder limits(IngestLimits limits) {
      this.limits = limits;
      return this;
    }

    /** What does its TLS work; the best of this machine unless set. */
    public Builder engine(TlsEngine engine) {
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
      Path file = directory.resolve(CONFIG);
      write(file, config);
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
}
