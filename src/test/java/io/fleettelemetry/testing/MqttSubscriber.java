package io.fleettelemetry.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * Mosquitto's own subscriber in a process of its own. It connects again by itself when the broker
 * was away.
 */
public final class MqttSubscriber implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HexFormat HEX = HexFormat.of();

  private final Path directory = TemporaryFiles.directory();
  private final String probes = "probe/" + UUID.randomUUID();
  private final MqttBroker broker;
  private final SystemBackend backend;

  /**
   * What it received.
   *
   * @param retained whether the broker had kept it
   * @param hex the payload in hexadecimal
   */
  public record Message(String topic, boolean retained, String hex) {

    /** The payload. */
    public byte[] payload() {
      return HEX.parseHex(hex);
    }
  }

  private MqttSubscriber(MqttBroker broker, String filter, String qos) {
    this.broker = broker;
    backend =
        SystemBackend.of(
            directory,
            List.of(
                "mosquitto_sub",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(broker.port()),
                "-u",
                MqttBroker.USERNAME,
                "-P",
                MqttBroker.PASSWORD,
                "-q",
                qos,
                "-t",
                filter,
                "-t",
                probes,
                "-F",
                "%r %x %t"));
    backend.start();
    awaitSubscribed();
  }

  /** Starts one; returns when it is subscribed. */
  public static MqttSubscriber start(MqttBroker broker, String filter) {
    return new MqttSubscriber(broker, filter, "2");
  }

  /**
   * The same, at QoS 0: it answers nothing, so it reads all that a broker sent it which was killed.
   */
  public static MqttSubscriber startListening(MqttBroker broker, String filter) {
    return new MqttSubscriber(broker, filter, "0");
  }

  /** Returns when it is subscribed, again after the broker was away. */
  public void awaitSubscribed() {
    String probe = UUID.randomUUID().toString();
    String hex = HEX.formatHex(probe.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Awaitility.await("a subscription")
        .atMost(LIMIT)
        .until(
            () -> {
              broker.publish(probes, probe);
              return backend.log().contains(hex);
            });
  }

  /** All that the broker had before this call, in its order; the broker must be there. */
  public List<Message> received() {
    // What comes after all else has come tells that it has.
    awaitSubscribed();
    return soFar();
  }

  /** What came so far, in its order. */
  public List<Message> soFar() {
    String log = backend.log();
    int end = log.lastIndexOf('\n') + 1;
    return log.substring(0, end)
        .lines()
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts.length == 3 && !parts[2].equals(probes))
        .map(parts -> new Message(parts[2], parts[0].equals("1"), parts[1]))
        .toList();
  }

  @Override
  public void close() {
    backend.close();
    TemporaryFiles.delete(directory);
  }
}
