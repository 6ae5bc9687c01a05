package io.fleettelemetry.dispatch.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/** The servers that take records: which one takes what, and how to connect to it. Thread-safe. */
interface Masters {

  /** The slot of a key, which one master has at a time. */
  int slot(byte[] key);

  /** The master of a slot as far as is known; empty when none is. */
  Optional<RedisURI> master(int slot);

  /** All masters that are known. */
  Collection<RedisURI> all();

  /** Looks again who has which slot; fails when nobody says so. Completes on any thread. */
  CompletionStage<Void> refresh();

  /** A connection that does not reconnect; fails in bounded time. Completes on any thread. */
  CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect(RedisURI master);

  /** For short tasks; its threads end with {@link #close}. */
  ScheduledExecutorService timer();

  /**
   * Closes everything, connections too, and ends all threads.
   *
   * @return completes when that is done
   */
  CompletionStage<Void> close(Duration limit);
}
