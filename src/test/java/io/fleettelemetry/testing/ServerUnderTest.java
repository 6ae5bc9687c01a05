package io.fleettelemetry.testing;

import io.fleettelemetry.Server;
import io.fleettelemetry.metrics.MetricsBackend;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.server.LostRecords;
import io.vertx.core.Vertx;
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
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;

/**
 * The whole server in this process, on free ports, with certificates of its own; vehicles of the
 * authority {@code TeslaMotors} can connect. Closing stops it in order and fails when buffers
 * leaked.
 */
public final class ServerUnderTest implements AutoCloseable {

  static final String CONFIG = "config.json";

  private final Path directory;
  private final Credential authority;
  private final Vertx vertx;
  private final MetricsBackend backend;
  private final Server server;
  private final Queue<FakeVehicle> connected = new ConcurrentLinkedQueue<>();

  ServerUnderTest(
      Path directory, Credential authority, Vertx vertx, MetricsBackend backend, Server server) {
    this.directory = directory;
    this.authority = authority;
    this.vertx = vertx;
    this.backend = backend;
    this.server = server;
  }

  /** Describes a server that routes nothing yet. */
  public static ServerUnderTestBuilder builder() {
    return new ServerUnderTestBuilder();
  }

  /**
   * Describes a server that acks a {@code V} when {@code source} has confirmed it, and tells {@code
   * presence} of the vehicles that come and go: what tests of connections need most often.
   */
  public static ServerUnderTestBuilder withPresence(
      ScriptedDispatcher source, RecordingDispatcher presence) {
    return builder()
        .dispatcher("source", source)
        .dispatcher("presence", presence)
        .route("V", "source")
        .route("connectivity", "presence")
        .reliable("V", "source");
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
  static void write(Path file, JsonObject config) {
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
}
