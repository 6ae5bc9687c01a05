package io.fleettelemetry.dispatch.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection to one master, from the attempt to open it to its end. Its state is guarded by the
 * {@link Pipeline} that owns it.
 */
final class Lane {

  /**
   * Bytes without an answer. It also holds what has failed meanwhile, so it needs a bound of its
   * own; this is enough for some thousand records on the way to a server that is far away.
   */
  private static final long MOST_OWED = 16L << 20;

  private final RedisURI master;
  private final int attempt;
  private final List<RedisCommand<byte[], byte[], ?>> unflushed = new ArrayList<>();
  private StatefulRedisConnection<byte[], byte[]> connection;
  private boolean lost;
  private boolean answered;
  private boolean stalled;
  private long owed;
  private long silentSinceNanos;
  private long dueNanos;

  /**
   * A lane that is not open yet.
   *
   * @param attempt how many before it were of no use
   */
  Lane(RedisURI master, int attempt) {
    this.master = master;
    this.attempt = attempt;
  }

  RedisURI master() {
    return master;
  }

  /** How many lanes to this master were of no use so far, this one included. */
  int failedAttempts() {
    return answered ? 0 : attempt + 1;
  }

  boolean isOpen() {
    return connection != null && !lost;
  }

  boolean isLost() {
    return lost;
  }

  /** Whether it is lost, and it is time to open another one. */
  boolean isDue() {
    return lost && System.nanoTime() - dueNanos >= 0;
  }

  /** There is a connection now. */
  void open(StatefulRedisConnection<byte[], byte[]> opened, Runnable onDisconnected) {
    if (lost) {
      opened.closeAsync();
      return;
    }
    connection = opened;
    opened.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            onDisconnected.run();
          }
        });
    if (!opened.isOpen()) {
      onDisconnected.run();
    }
  }

  /** The master has answered: a lane after this one need not wait long. */
  void answered() {
    answered = true;
  }

  /** Whether it takes no more for now; who finds that is called when {@link #hasRoomAgain}. */
  boolean isFull() {
    boolean full = owed >= MOST_OWED;
    stalled |= full;
    return full;
  }

  /** Takes a command; {@link #flush} sends it. */
  void write(AsyncCommand<byte[], byte[], Long> command, int size) {
    if (owed == 0) {
      silentSinceNanos = System.nanoTime();
    }
    owed += size;
    unflushed.add(command);
  }

  /** An answer has come, whatever it says. */
  void heard(int size) {
    owed -= size;
    silentSinceNanos = System.nanoTime();
  }

  /** Once after it was full: whether it is half empty. */
  boolean hasRoomAgain() {
    if (stalled && owed <= MOST_OWED / 2) {
      stalled = false;
      return true;
    }
    return false;
  }

  /** Whether it owes answers and has given none for so long. */
  boolean isSilent(Duration limit) {
    return owed > 0 && !lost && System.nanoTime() - silentSinceNanos > limit.toNanos();
  }

  /**
   * Sends what was written, in one go. Never blocks.
   *
   * @throws RuntimeException when there is no connection any more
   */
  void flush() {
    if (!unflushed.isEmpty()) {
      List<RedisCommand<byte[], byte[], ?>> batch = List.copyOf(unflushed);
      unflushed.clear();
      connection.dispatch(batch);
    }
  }

  /**
   * Ends it, with all that it was asked.
   *
   * @param nextNanos when another one may be opened, as {@link System#nanoTime}
   */
  void lose(long nextNanos) {
    lost = true;
    dueNanos = nextNanos;
    unflushed.clear();
    if (connection != null) {
      connection.closeAsync();
    }
  }

  /** The master as an operator knows it. */
  @Override
  public String toString() {
    return master.getSentinelMasterId() == null
        ? master.getHost() + ":" + master.getPort()
        : "the master " + master.getSentinelMasterId();
  }
}
