package io.fleettelemetry.testing;

import io.fleettelemetry.pki.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * A real MQTT broker, Mosquitto, on loopback ports that stay the same when it is killed and started
 * again; it keeps nothing then. Three listeners: plain with a password, TLS with client
 * certificates, and TLS with a certificate that is another host's. It ends with this JVM at the
 * latest.
 */
public final class MqttBroker implements AutoCloseable {

  /** Who may log in at the plain listener. */
  public static final String USERNAME = "fleet";

  /** The password of {@link #USERNAME}. */
  public static final String PASSWORD = "of vehicles";

  /** Packets that are larger are refused; clients of MQTT 5 are told so. */
  public static final int LARGEST_PACKET = 100_000;

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Path directory = TemporaryFiles.directory();
  private final int port = FreePorts.next();
  private final int tlsPort = FreePorts.next();
  private final int misnamedTlsPort = FreePorts.next();
  private final Credential authority = TestPki.authority("MQTT test authority");
  private final SystemBackend backend;

  private MqttBroker() {
    Path file = directory.resolve("mosquitto.conf");
    Path certificate = directory.resolve("server.crt");
    Path key = directory.resolve("server.key");
    Credential server = TestPki.server(authority);
    TestPki.writeCertificates(certificate, server);
    TestPki.writeKey(key, server.key());
    Credential other = TestPki.certificate("other.test").serverAuth().issuedBy(authority);
    TestPki.writeCertificates(directory.resolve("other.crt"), other);
    TestPki.writeKey(directory.resolve("other.key"), other.key());
    Path ca = directory.resolve("ca.crt");
    TestPki.writeCertificates(ca, authority);
    write(directory.resolve("passwords"), USERNAME + ":" + PASSWORD + "\n");
    run(List.of("mosquitto_passwd", "-U", directory.resolve("passwords").toString()));
    write(
        file,
        """
        user root
        per_listener_settings true
        persistence false
        max_packet_size %d
        max_queued_messages 0
        listener %d 127.0.0.1
        allow_anonymous false
        password_file %s
        listener %d 127.0.0.1
        cafile %s
        certfile %s
        keyfile %s
        require_certificate true
        use_identity_as_username true
        listener %d 127.0.0.1
        certfile %s
        keyfile %s
        allow_anonymous true
        """
            .formatted(
                LARGEST_PACKET,
                port,
                directory.resolve("passwords"),
                tlsPort,
                ca,
                certificate,
                key,
                misnamedTlsPort,
                directory.resolve("other.crt"),
                directory.resolve("other.key")));
    backend = SystemBackend.of(directory, List.of("mosquitto", "-c", file.toString()));
    start();
  }

  /** The broker that the tests of this JVM share; whoever ends it starts it again. */
  public static MqttBroker shared() {
    return Shared.BROKER.join();
  }

  /** The plain listener's port. */
  public int port() {
    return port;
  }

  /** The port of the listener with TLS. */
  public int tlsPort() {
    return tlsPort;
  }

  /** The port of a listener with TLS whose certificate has another host's name. */
  public int misnamedTlsPort() {
    return misnamedTlsPort;
  }

  /** Who signed the certificate of the TLS listener, and must have signed those of its clients. */
  public Credential authority() {
    return authority;
  }

  /** Starts it where it was killed; returns when it answers. */
  public void start() {
    if (!backend.isRunning()) {
      backend.start();
      Awaitility.await("the broker").atMost(START_LIMIT).until(this::answers);
    }
  }

  private boolean answers() {
    if (!backend.isRunning()) {
      throw new IllegalStateException("the broker has ended:\n" + backend.log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
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

  /** Publishes a message by Mosquitto's own client, at QoS 2: it overtakes none of that. */
  void publish(String topic, String payload) {
    run(
        List.of(
            "mosquitto_pub",
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-u",
            USERNAME,
            "-P",
            PASSWORD,
            "-q",
            "2",
            "-t",
            topic,
            "-m",
            payload));
  }

  @Override
  public void close() {
    backend.close();
    TemporaryFiles.delete(directory);
  }

  private void run(List<String> command) {
    Path log = directory.resolve("command.log");
    try {
      Process process =
          SystemPrograms.command(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command.get(0) + " fails:\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Shared {
    // A start that failed fails each test that asks, and says why.
    private static final CompletableFuture<MqttBroker> BROKER =
        CompletableFuture.supplyAsync(MqttBroker::new, Runnable::run);
  }
}
