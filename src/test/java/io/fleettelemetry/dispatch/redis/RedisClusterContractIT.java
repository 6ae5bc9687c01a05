package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.RedisCluster;
import io.fleettelemetry.testing.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class RedisClusterContractIT extends DispatcherContract {

  @Override
  protected Rig createRig() {
    return new ClusterRig();
  }

  private static final class ClusterRig extends RedisRig {

    private final RedisCluster cluster;

    ClusterRig() {
      this(RedisCluster.shared());
    }

    private ClusterRig(RedisCluster cluster) {
      super(cluster.nodes(), Map.of("cluster_mode", true));
      this.cluster = cluster;
    }

    @Override
    void bringBack() {
      cluster.start();
    }

    @Override
    public Optional<Dispatcher> refusedAtStart() {
      Map<String, Object> login =
          Map.of("username", RedisServer.USER, "password", "wrong", "cluster_mode", true);
      return Optional.of(fixture.dispatcher(List.of(servers.get(0).address()), login));
    }
  }
}
