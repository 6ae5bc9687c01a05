package io.fleettelemetry.bench.macro;

import io.fleettelemetry.bench.Floor;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The floor or the server in a process of its own, which takes connections on loopback. */
final class MeasuredServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** Each look takes a good part of a millisecond, from the cores that what starts needs. */
  private static final long LOOK_NANOS = 5_000_000;

  private record Plan(
      Subject subject, Dispatching dispatching, Certificates.Files certificate, int port) {}

  private final Subject subject;
  private final Running running;
  private final int port;
  private final Duration startedIn;

  private MeasuredServer(Subject subject, Running running, int port, Duration startedIn) {
    this.subject = subject;
    this.running = running;
    this.port = port;
    this.startedIn = startedIn;
  }

  /** Starts a subject on the server's core, with a P-256 key; returns when it takes connections. */
  static MeasuredServer start(Workbench bench, Subject subject, Dispatching dispatching)
      throws TrialFailure {
    return start(bench, subject, dispatching, bench.certificates().p256Server());
  }

  /** Starts a subject on the server's core; returns when it takes connections. */
  static MeasuredServer start(
      Workbench bench, Subject subject, Dispatching dispatching, Certificates.Files certificate)
      throws TrialFailure {
    return start(
        bench, bench.pinning().server(), new Plan(subject, dispatching, certificate, freePort()));
  }

  /**
   * Starts a subject on all cores; returns when it takes connections.
   *
   * @param javaOptions more options of the server's Java; may be empty
   */
  static MeasuredServer startOnAllCores(Workbench bench, Subject subject, String javaOptions)
      throws TrialFailure {
    List<String> pinned = new ArrayList<>(bench.pinning().everywhere());
    pinned.addAll(List.of("env", "JAVA_OPTS=" + javaOptions));
    return start(
        bench,
        pinned,
        new Plan(subject, Dispatching.DISCARD, bench.certificates().p256Server(), freePort()));
  }

  private static MeasuredServer start(Workbench bench, List<String> before, Plan plan)
      throws TrialFailure {
    // For the floor too, which then runs beside the same broker.
    JsonObject dispatching = plan.dispatching().config(bench);
    List<String> command = new ArrayList<>(before);
    command.addAll(
        plan.subject() == Subject.FLOOR ? floor(bench, plan) : server(bench, plan, dispatching));
    long begin = System.nanoTime();
    Running running = bench.start(plan.subject().text(), command);
    awaitListening(running, plan.port(), begin);
    return new MeasuredServer(
        plan.subject(), running, plan.port(), Duration.ofNanos(System.nanoTime() - begin));
  }

  private static List<String> floor(Workbench bench, Plan plan) {
    return List.of(
        bench.java().program("java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Floor.class.getName(),
        Integer.toString(plan.port()),
        plan.certificate().certificate().toString(),
        plan.certificate().key().toString());
  }

  private static List<String> server(Workbench bench, Plan plan, JsonObject dispatching)
      throws TrialFailure {
    JsonObject config =
        dispatching
            .put("host", "127.0.0.1")
            .put("port", plan.port())
            .put("tls", tls(plan.certificate(), bench.certificates().authority()));
    try {
      Path file = Files.createTempFile(bench.directory(), "config", ".json");
      Files.writeString(file, config.encodePrettily());
      return List.of(bench.launcher(), "run", "--config", file.toString());
    } catch (IOException e) {
      throw new TrialFailure("the server's configuration cannot be written", e);
    }
  }

  private static JsonObject tls(Certificates.Files own, Certificates.Files vehicles) {
    return new JsonObject()
        .put("server_cert", own.certificate().toString())
        .put("server_key", own.key().toString())
        .put("ca_file", vehicles.certificate().toString());
  }

  private static int freePort() throws TrialFailure {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new TrialFailure("no port is free", e);
    }
  }

  private static void awaitListening(Running running, int port, long begin) throws TrialFailure {
    while (!accepts(port)) {
      if (!running.isAlive()) {
        throw running.failure("has ended");
      }
      if (System.nanoTime() - begin > START_LIMIT.toNanos()) {
        throw running.failure("takes no connections after " + START_LIMIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  Subject subject() {
    return subject;
  }

  long pid() {
    return running.pid();
  }

  int port() {
    return port;
  }

  /** Whether its Java has taken an AOT cache: one that does not fit is ignored in silence. */
  boolean hasAotCache() throws TrialFailure {
    try {
      return ProcessFacts.mappedFiles(pid()).stream().anyMatch(file -> file.endsWith(".aot"));
    } catch (IOException e) {
      throw failure("has ended");
    }
  }

  /** From its start to the first connection that it took. */
  Duration startedIn() {
    return startedIn;
  }

  boolean isAlive() {
    return running.isAlive();
  }

  /** That something is wrong with it. */
  TrialFailure failure(String what) {
    return running.failure(what);
  }

  @Override
  public void close() {
    running.close();
  }
}
