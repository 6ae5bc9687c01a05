package io.fleettelemetry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A master, its replica, and one sentinel that makes the replica a master when that is gone. */
public final class RedisSentinels implements AutoCloseable {

  /** What the sentinel calls the master. */
  public static final String MASTER = "records";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path directory = TemporaryFiles.directory();
  private final int port = FreePorts.next();
  private final RedisServer master = RedisServer.startNew(List.of());
  private final RedisServer replica;
  private final SystemBackend sentinel;

  /** Starts them; returns when the sentinel knows the replica. */
  public RedisSentinels() {
    List<String> options = new ArrayList<>();
    RedisServer.option(options, "replicaof", "127.0.0.1", master.port());
    RedisServer.option(options, "repl-diskless-sync-delay", 0);
    replica = RedisServer.startNew(options);
    sentinel =
        SystemBackend.of(
            directory, List.of("redis-sentinel", directory.resolve("sentinel.conf").toString()));
    writeConfiguration();
    await("a replica in step", replica.port(), "master_link_status:up", "INFO", "replication");
    sentinel.start();
    await("a sentinel that knows both", port, "slaves=1", "INFO", "sentinel");
  }

  private void writeConfiguration() {
    String text =
        """
        port %d
        bind 127.0.0.1
        dir %s
        sentinel monitor %s 127.0.0.1 %d 1
        sentinel down-after-milliseconds %3$s 500
        sentinel failover-timeout %3$s 3000
        """
            .formatted(port, directory, MASTER, master.port());
    try {
      Files.writeString(directory.resolve("sentinel.conf"), text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, int port, String wanted, String... command) {
    Awaitility.await(what)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> RedisCli.run(port, command).contains(wanted));
  }

  /** Where the sentinel listens. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Who was the master at first. */
  public RedisServer master() {
    return master;
  }

  /** Who was the replica at first. */
  public RedisServer replica() {
    return replica;
  }

  @Override
  public void close() {
    sentinel.close();
    replica.close();
    master.close();
    TemporaryFiles.delete(directory);
  }
}
