package io.fleettelemetry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.pki.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * A real Redis server on loopback ports that stay the same when it is stopped and started again,
 * and so does its data: each write is with the system, though not on the disk, when it is
 * confirmed. It ends with this JVM at the latest.
 *
 * <p>Anybody may do anything. Besides there is the user {@value #USER} with a password, who may use
 * keys and channels that begin with {@value #ALLOWED}, but no channel of a vehicle whose VIN begins
 * with {@code r}.
 */
public final class RedisServer implements AutoCloseable {

  /** Who may not do everything. */
  public static final String USER = "fleet";

  /** How the channels and keys begin that the user may write to. */
  public static final String ALLOWED = "allowed-";

  /** The name in the certificate of the TLS port, besides none. */
  public static final String TLS_NAME = "redis.test";

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Path directory = TemporaryFiles.directory();
  private final int port = FreePorts.next();
  private final int tlsPort = FreePorts.next();
  private final Credential authority = TestPki.authority("Redis test authority");
  private final String password = UUID.randomUUID().toString();
  private final SystemBackend backend;

  private RedisServer(List<String> more) {
    List<String> command = new ArrayList<>(List.of("redis-server"));
    option(command, "port", port);
    option(command, "bind", "127.0.0.1");
    option(command, "save", "");
    option(command, "appendonly", "yes");
    option(command, "appendfsync", "no");
    addTls(command);
    addUser(command);
    command.addAll(more);
    backend = SystemBackend.of(directory, command);
    start();
  }

  /**
   * The server that the tests of this JVM share; started at the first call. Channels and keys must
   * differ between tests; whoever stops it starts it again.
   */
  public static RedisServer shared() {
    return Shared.SERVER.join();
  }

  /**
   * A server of one's own.
   *
   * @param options of its command line, with their values
   */
  static RedisServer startNew(List<String> options) {
    return new RedisServer(options);
  }

  static void option(List<String> command, String name, Object... values) {
    command.add("--" + name);
    for (Object value : values) {
      command.add(value.toString());
    }
  }

  private void addTls(List<String> command) {
    Credential server =
        TestPki.certificate(TLS_NAME).serverAuth().dnsName(TLS_NAME).issuedBy(authority);
    option(command, "tls-port", tlsPort);
    option(
        command,
        "tls-cert-file",
        TestPki.writeCertificates(directory.resolve("server.crt"), server));
    option(
        command, "tls-key-file", TestPki.writeKey(directory.resolve("server.key"), server.key()));
    option(command, "tls-ca-cert-file", authorityFile());
  }

  private void addUser(List<String> command) {
    option(
        command,
        "user",
        USER,
        "on",
        ">" + password,
        "~" + ALLOWED + "*",
        "&" + ALLOWED + "*_{[^r]*}",
        "+@all");
  }

  public int port() {
    return port;
  }

  /** The port for TLS, where clients must show a certificate of {@link #authority}. */
  public int tlsPort() {
    return tlsPort;
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public String password() {
    return password;
  }

  public Credential authority() {
    return authority;
  }

  /** PEM of the authority. */
  public Path authorityFile() {
    return TestPki.writeCertificates(directory.resolve("ca.crt"), authority);
  }

  /** What {@code redis-cli} prints for a command. */
  public String cli(String... arguments) {
    return RedisCli.run(port, arguments);
  }

  /** The fields of the entries of a stream, oldest first; wherever a cluster has it. */
  public List<Map<String, byte[]>> stream(String name) {
    return StreamReply.entries(cli("-c", "--csv", "XRANGE", name, "-", "+"));
  }

  /** Starts it where it was stopped or killed; returns when it answers. */
  public void start() {
    if (!backend.isRunning()) {
      backend.start();
      Awaitility.await("a server that answers at " + port)
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(10))
          .failFast(() -> !backend.isRunning())
          .until(this::answers);
    }
  }

  /** Ends it as SIGKILL does, and waits until it is gone. */
  public void kill() {
    backend.kill();
  }

  /** Holds it still: its connections stay, and nothing is answered. */
  public void pause() {
    backend.pause();
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    backend.resume();
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(UTF_8));
      return socket.getInputStream().read() == '+';
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it and removes its files. */
  @Override
  public void close() {
    backend.close();
    TemporaryFiles.delete(directory);
  }

  /** The same while the JVM ends, when nobody may take back what it is to do at its end. */
  void remove() {
    backend.kill();
    TemporaryFiles.delete(directory);
  }

  private static final class Shared {
    // A start that failed fails each test that asks, and says why.
    private static final CompletableFuture<RedisServer> SERVER =
        CompletableFuture.supplyAsync(Shared::startShared, Runnable::run);

    private static RedisServer startShared() {
      RedisServer server = startNew(List.of());
      Runtime.getRuntime().addShutdownHook(new Thread(server::remove, "redis-end"));
      return server;
    }
  }
}
