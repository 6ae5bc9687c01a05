package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.NumberedSender;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerUnderTest;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many vehicles through all ingest instances to all shards. */
class ManyVehiclesIT {

  private static final int VEHICLES = 200;
  private static final int RECORDS = 200;
  private static final int OUTSTANDING = 40;

  @Test
  void everyRecordComesOnceAndInItsVehiclesOrderAndIsAcked() throws Exception {
    ShardedDispatcher dispatcher = new ShardedDispatcher();
    ExecutorService drivers = Executors.newCachedThreadPool();
    try (ServerUnderTest server =
        ServerUnderTest.builder()
            .dispatcher("sharded", dispatcher)
            .route("V", "sharded")
            .reliable("V", "sharded")
            .start()) {
      List<java.util.concurrent.Future<?>> drives = new ArrayList<>();
      for (int i = 0; i < VEHICLES; i++) {
        String vin = "VIN-" + i;
        drives.add(drivers.submit(() -> drive(server, vin)));
      }
      for (java.util.concurrent.Future<?> drive : drives) {
        drive.get();
      }
      for (int i = 0; i < VEHICLES; i++) {
        String vin = "VIN-" + i;
        assertEquals(txids(vin), dispatcher.txidsByVin.get(vin), vin);
      }
      assertEquals(VEHICLES, dispatcher.txidsByVin.size());
      assertTrue(dispatcher.workers.size() > 1, "several shards have worked");
      assertEquals(
          VEHICLES * RECORDS,
          server.count("reliable_ack{dispatcher=\"sharded\",record_type=\"V\"}"));
    } finally {
      drivers.shutdownNow();
    }
  }

  private static void drive(ServerUnderTest server, String vin) {
    try (FakeVehicle vehicle = server.connect(vin)) {
      new NumberedSender(vehicle, vin, OUTSTANDING).run(RECORDS);
    }
  }

  private static List<String> txids(String vin) {
    return IntStream.range(0, RECORDS)
        .mapToObj(number -> RecordBuilder.numberedTxid(vin, number))
        .toList();
  }

  /** Keeps the txids of each vehicle; a vehicle belongs to one shard, and so to one thread. */
  private static final class ShardedDispatcher implements Dispatcher {
    private final Map<String, List<String>> txidsByVin = new ConcurrentHashMap<>();
    private final Set<String> workers = ConcurrentHashMap.newKeySet();

    @Override
    public int shards() {
      return 4;
    }

    @Override
    public Future<Void> start() {
      return Future.succeededFuture();
    }

    @Override
    public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
      workers.add(Thread.currentThread().getName());
      for (int i = 0; i < records.size(); i++) {
        TelemetryRecord record = records.get(i);
        txidsByVin.computeIfAbsent(record.vin(), vin -> new ArrayList<>()).add(record.txidText());
        outcomes.settle(i, Outcome.STORED);
      }
    }

    @Override
    public Future<Void> stop(Duration limit) {
      return Future.succeededFuture();
    }

    @Override
    public DispatcherHealth health() {
      return new DispatcherHealth(true, "keeps txids");
    }
  }
}
