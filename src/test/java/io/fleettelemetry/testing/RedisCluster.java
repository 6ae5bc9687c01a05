package io.fleettelemetry.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** Three masters that share the slots; it ends with this JVM at the latest. */
public final class RedisCluster {

  private static final int NODES = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {
    for (int node = 0; node < NODES; node++) {
      List<String> options = new ArrayList<>();
      RedisServer.option(options, "cluster-enabled", "yes");
      RedisServer.option(options, "cluster-port", FreePorts.next());
      RedisServer.option(options, "cluster-node-timeout", 1000);
      nodes.add(RedisServer.startNew(options));
    }
    List<String> create = new ArrayList<>(List.of("--cluster", "create"));
    nodes.forEach(node -> create.add(node.address()));
    create.add("--cluster-yes");
    nodes.get(0).cli(create.toArray(String[]::new));
    start();
  }

  /**
   * The cluster that the tests of this JVM share; started at the first call. Channels and keys must
   * differ between tests; whoever stops a node or moves a slot undoes it.
   */
  public static RedisCluster shared() {
    return Shared.CLUSTER.join();
  }

  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /** The node that a key belongs to; others answer that it is elsewhere. */
  public RedisServer nodeOf(String key) {
    return nodes.stream()
        .filter(node -> !node.cli("TYPE", key).startsWith("MOVED"))
        .findFirst()
        .orElseThrow();
  }

  /** Gives the slot of a key to another node, with what is in it, as one does in operation. */
  public void move(String key, RedisServer to) {
    RedisServer from = nodeOf(key);
    String slot = from.cli("CLUSTER", "KEYSLOT", key);
    String fromId = from.cli("CLUSTER", "MYID");
    String toId = to.cli("CLUSTER", "MYID");
    to.cli("CLUSTER", "SETSLOT", slot, "IMPORTING", fromId);
    from.cli("CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
    from.cli("CLUSTER", "GETKEYSINSLOT", slot, "1000")
        .lines()
        .filter(stored -> !stored.isBlank())
        .forEach(
            stored ->
                from.cli("MIGRATE", "127.0.0.1", Integer.toString(to.port()), stored, "0", "5000"));
    to.cli("CLUSTER", "SETSLOT", slot, "NODE", toId);
    from.cli("CLUSTER", "SETSLOT", slot, "NODE", toId);
    nodes.forEach(node -> node.cli("CLUSTER", "SETSLOT", slot, "NODE", toId));
  }

  /** Starts the nodes that do not run, and waits until all agree that the cluster is whole. */
  public void start() {
    nodes.forEach(RedisServer::start);
    Awaitility.await("a cluster that is whole")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> nodes.stream().allMatch(RedisCluster::isWhole));
  }

  private static boolean isWhole(RedisServer node) {
    String info = node.cli("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
  }

  private void remove() {
    nodes.forEach(RedisServer::remove);
  }

  private static final class Shared {
    // A start that failed fails each test that asks, and says why.
    private static final CompletableFuture<RedisCluster> CLUSTER =
        CompletableFuture.supplyAsync(Shared::startShared, Runnable::run);

    private static RedisCluster startShared() {
      RedisCluster cluster = new RedisCluster();
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::remove, "redis-cluster-end"));
      return cluster;
    }
  }
}
