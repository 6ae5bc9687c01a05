package io.fleettelemetry.dispatch.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The masters as Lettuce finds them: one that is fixed, sentinels' present one, or a cluster's. */
final class LettuceMasters implements Masters {

  private final ClientResources resources;
  private final RedisClient client;

  /** What all that is not in a cluster is sent to: for sentinels, each connecting asks them. */
  private final RedisURI single;

  /** Absent outside clusters. */
  private final Optional<RedisClusterClient> cluster;

  /** As last seen; none before that, when the client would block to look. */
  private volatile Partitions nodes = new Partitions();

  /** Starts threads; connects to nothing. */
  LettuceMasters(LettuceOptions options) {
    resources = LettuceOptions.resources();
    single = options.uris().get(0);
    client = RedisClient.create(resources);
    client.setOptions(options.client());
    cluster =
        options.isCluster()
            ? Optional.of(RedisClusterClient.create(resources, options.uris()))
            : Optional.empty();
    cluster.ifPresent(c -> c.setOptions(options.cluster()));
  }

  @Override
  public int slot(byte[] key) {
    return cluster.isPresent() ? SlotHash.getSlot(key) : 0;
  }

  @Override
  public Optional<RedisURI> master(int slot) {
    return cluster.isEmpty()
        ? Optional.of(single)
        : Optional.ofNullable(nodes.getMasterBySlot(slot)).map(RedisClusterNode::getUri);
  }

  @Override
  public Collection<RedisURI> all() {
    return cluster.isEmpty()
        ? List.of(single)
        : nodes.getPartitions().stream()
            .filter(node -> node.getRole().isUpstream() && !node.hasNoSlots())
            .map(RedisClusterNode::getUri)
            .toList();
  }

  @Override
  public CompletionStage<Void> refresh() {
    try {
      return cluster
          .<CompletionStage<Void>>map(
              c -> c.refreshPartitionsAsync().thenRun(() -> nodes = c.getPartitions()))
          .orElseGet(() -> CompletableFuture.completedFuture(null));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect(RedisURI master) {
    try {
      return client.connectAsync(ByteArrayCodec.INSTANCE, master);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public ScheduledExecutorService timer() {
    return resources.eventExecutorGroup();
  }

  @Override
  public CompletionStage<Void> close(Duration limit) {
    long millis = Math.max(1, limit.toMillis());
    CompletableFuture<Void> closed = new CompletableFuture<>();
    client
        .shutdownAsync(0, millis, TimeUnit.MILLISECONDS)
        .thenCombine(closeCluster(millis), (one, other) -> null)
        .whenComplete(
            (any, error) ->
                resources
                    .shutdown(0, millis, TimeUnit.MILLISECONDS)
                    .addListener(done -> closed.complete(null)));
    return closed;
  }

  private CompletionStage<Void> closeCluster(long millis) {
    return cluster
        .map(c -> c.shutdownAsync(0, millis, TimeUnit.MILLISECONDS))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }
}
