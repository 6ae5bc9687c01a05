package io.fleettelemetry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A subscriber to all channels that stays connected: {@code redis-cli psubscribe}. Not thread-safe.
 */
public final class RedisSubscriber implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final byte[] MESSAGE = "pmessage".getBytes(UTF_8);

  private final Path directory = TemporaryFiles.directory();
  private final List<RedisServer> publishers;
  private final SystemBackend cli;

  /**
   * Subscribes at the first of these servers.
   *
   * @param publishers where messages come from: they have a way to the subscriber when this returns
   */
  public RedisSubscriber(List<RedisServer> publishers) {
    this.publishers = List.copyOf(publishers);
    cli =
        SystemBackend.of(
            directory, RedisCli.command(publishers.get(0).port(), "--csv", "psubscribe", "*"));
    start();
  }

  /** Subscribes again, after the server was away. */
  public void start() {
    Awaitility.await("the end of the old subscription").atMost(LIMIT).until(() -> !cli.isRunning());
    cli.start();
    catchUp();
  }

  /** Waits until all that was published before has come, from each server. */
  private void catchUp() {
    for (RedisServer publisher : publishers) {
      String channel = "probe-" + UUID.randomUUID();
      Awaitility.await("a message to the subscriber")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                publisher.cli("PUBLISH", channel, "probe");
                return read().stream().anyMatch(message -> message.channel().equals(channel));
              });
    }
  }

  /** What was published on a channel so far, in the order in which it came. */
  public List<byte[]> messages(String channel) {
    return all().stream()
        .filter(message -> message.channel().equals(channel))
        .map(Message::payload)
        .toList();
  }

  /**
   * A message.
   *
   * @param payload its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Message(String channel, byte[] payload) {}

  /** All that was published so far, in the order in which it came. */
  public List<Message> all() {
    catchUp();
    return read();
  }

  private List<Message> read() {
    return cli.log().lines().map(RedisSubscriber::message).filter(Objects::nonNull).toList();
  }

  private static Message message(String line) {
    List<byte[]> fields = CsvReply.fields(line);
    boolean isMessage = fields.size() == 4 && java.util.Arrays.equals(MESSAGE, fields.get(0));
    return isMessage ? new Message(new String(fields.get(2), UTF_8), fields.get(3)) : null;
  }

  @Override
  public void close() {
    cli.close();
    TemporaryFiles.delete(directory);
  }
}
