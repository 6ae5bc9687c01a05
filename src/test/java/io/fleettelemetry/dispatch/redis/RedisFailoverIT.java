package io.fleettelemetry.dispatch.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RedisCluster;
import io.fleettelemetry.testing.RedisSentinels;
import io.fleettelemetry.testing.RedisServer;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Records find the master, wherever it is. */
class RedisFailoverIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String VIN = "5YJ3E1EA0NF000001";
  private static final Map<String, Object> STREAM =
      Map.of("mode", "stream", "publish_timeout", "30s");

  private final RedisFixture fixture = new RedisFixture();

  @Test
  void sentinelsSayWhoIsTheMasterNow() {
    try (RedisSentinels sentinels = new RedisSentinels()) {
      Dispatcher dispatcher =
          start(List.of(sentinels.address()), Map.of("sentinel_master", RedisSentinels.MASTER));
      List<TelemetryRecord> records = RecordBuilder.numberedRecords(VIN, 20);
      dispatch(dispatcher, records.subList(0, 10)).await(LIMIT).assertAll(Outcome.STORED);
      assertEquals(txids(records.subList(0, 10)), streamed(sentinels.master()));
      sentinels.master().kill();
      dispatch(dispatcher, records.subList(10, 20)).await(LIMIT).assertAll(Outcome.STORED);
      List<String> after = streamed(sentinels.replica());
      assertEquals(txids(records.subList(10, 20)), after.subList(after.size() - 10, after.size()));
      stop(dispatcher);
    }
  }

  @Test
  void orderHoldsWhileASlotMovesToAnotherNode() {
    RedisCluster cluster = RedisCluster.shared();
    String key = fixture.topic("V", VIN);
    RedisServer from = cluster.nodeOf(key);
    RedisServer to = cluster.nodes().get((cluster.nodes().indexOf(from) + 1) % 3);
    Dispatcher dispatcher = start(List.of(from.address(), to.address()), Map.of());
    List<TelemetryRecord> records = RecordBuilder.numberedRecords(VIN, 2_000);
    List<OutcomeLog> logs = new ArrayList<>();
    logs.add(dispatch(dispatcher, records.subList(0, 1_000)));
    logs.get(0).await(LIMIT);
    Thread moving = new Thread(() -> cluster.move(key, to));
    moving.start();
    try {
      for (int i = 1_000; i < records.size(); i += 10) {
        OutcomeLog log = dispatch(dispatcher, records.subList(i, i + 10));
        logs.add(log);
        if (moving.isAlive()) {
          log.await(LIMIT);
        }
      }
      logs.forEach(log -> log.await(LIMIT).assertAll(Outcome.STORED));
      Awaitility.await("the move").atMost(LIMIT).until(() -> !moving.isAlive());
      assertEquals(to.port(), cluster.nodeOf(key).port());
      assertEquals(txids(records), streamed(to));
    } finally {
      cluster.move(key, from);
      stop(dispatcher);
    }
  }

  @Test
  void vehiclesAreSpreadOverTheNodes() {
    RedisCluster cluster = RedisCluster.shared();
    Dispatcher dispatcher = start(addresses(cluster), Map.of());
    List<String> vins = IntStream.range(0, 30).mapToObj(i -> "vin-" + i).toList();
    for (String vin : vins) {
      dispatch(dispatcher, RecordBuilder.numberedRecords(vin, 1))
          .await(LIMIT)
          .assertAll(Outcome.STORED);
    }
    Set<Integer> nodes =
        vins.stream()
            .map(vin -> cluster.nodeOf(fixture.topic("V", vin)).port())
            .collect(Collectors.toSet());
    assertEquals(3, nodes.size());
    stop(dispatcher);
  }

  @Test
  void aNodeThatIsAwayDoesNotHoldTheOthersRecords() {
    RedisCluster cluster = RedisCluster.shared();
    cluster.nodes().forEach(n -> n.cli("CONFIG", "SET", "cluster-require-full-coverage", "no"));
    RedisServer dead = cluster.nodeOf(fixture.topic("V", VIN));
    String other =
        IntStream.range(0, 100)
            .mapToObj(i -> "vin-" + i)
            .filter(vin -> cluster.nodeOf(fixture.topic("V", vin)) != dead)
            .findFirst()
            .orElseThrow();
    Dispatcher dispatcher = start(addresses(cluster), Map.of("publish_timeout", "2s"));
    try {
      dead.kill();
      OutcomeLog waits = dispatch(dispatcher, RecordBuilder.numberedRecords(VIN, 1));
      dispatch(dispatcher, RecordBuilder.numberedRecords(other, 10))
          .await(LIMIT)
          .assertAll(Outcome.STORED);
      waits.await(LIMIT).assertAll(Outcome.FAILED);
      assertTrue(
          dispatcher.health().detail().contains(dead.address()), dispatcher.health().detail());
    } finally {
      cluster.start();
      stop(dispatcher);
    }
  }

  private static List<String> addresses(RedisCluster cluster) {
    return cluster.nodes().stream().map(RedisServer::address).toList();
  }

  private Dispatcher start(List<String> addresses, Map<String, ?> more) {
    Map<String, Object> settings = new java.util.HashMap<>(STREAM);
    settings.putAll(more);
    Dispatcher dispatcher = fixture.dispatcher(addresses, settings);
    await(dispatcher.start());
    return dispatcher;
  }

  private static void stop(Dispatcher dispatcher) {
    await(dispatcher.stop(LIMIT));
  }

  private static void await(Future<Void> future) {
    Awaitility.await("a start or a stop").atMost(LIMIT).until(future::isComplete);
    if (future.failed()) {
      throw new AssertionError(future.cause());
    }
  }

  private static OutcomeLog dispatch(Dispatcher dispatcher, List<TelemetryRecord> records) {
    OutcomeLog log = new OutcomeLog(records.size());
    dispatcher.dispatch(records, log);
    return log;
  }

  private static List<String> txids(List<TelemetryRecord> records) {
    return records.stream().map(TelemetryRecord::txidText).toList();
  }

  private List<String> streamed(RedisServer server) {
    return server.stream(fixture.topic("V", VIN)).stream()
        .map(entry -> new String(entry.get("txid"), StandardCharsets.UTF_8))
        .toList();
  }
}
