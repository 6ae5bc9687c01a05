package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.RedisServer;
import java.util.List;
import java.util.Map;

class RedisStreamContractIT extends DispatcherContract {

  @Override
  protected Rig createRig() {
    return new RedisRig(List.of(RedisServer.shared()), Map.of("mode", "stream"));
  }
}
