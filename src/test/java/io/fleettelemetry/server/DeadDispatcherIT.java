package io.fleettelemetry.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.MemoryInUse;
import io.fleettelemetry.testing.NumberedSender;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.vertx.core.impl.cpu.CpuCoreSensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dispatcher that is dead costs its own records; the reliable ack source makes vehicles wait. */
class DeadDispatcherIT {

  private static final String PAUSED = "fleet_telemetry_paused_connections";

  /** Of each ingest instance. */
  private static final int BUDGET_RECORDS = 256;

  private static final int WINDOW_RECORDS = 64;
  private static final int INSTANCES = CpuCoreSensor.availableProcessors();
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final IngestLimits limits = limits(BUDGET_RECORDS, MOST_BYTES);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScriptedDispatcher scripted = new ScriptedDispatcher();
  private final List<FakeVehicle> open = new ArrayList<>();
  private ServerUnderTest server;

  @AfterEach
  void close() {
    open.forEach(FakeVehicle::close);
    scripted.unblock();
    scripted.store();
    scripted.release(Outcome.STORED);
    server.close();
    threads.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"never answers", "blocks its thread"})
  void acksGoOnAndTheLossOfADeadDispatcherIsCounted(String how) throws Exception {
    if (how.equals("never answers")) {
      scripted.stall();
    } else {
      scripted.block();
    }
    ScriptedDispatcher source = new ScriptedDispatcher();
    source.end(Outcome.STORED);
    int vehicles = 4;
    int records = 2_000;
    server =
        ServerUnderTest.builder()
            .dispatcher("source", source)
            .dispatcher("dead", scripted)
            .route("V", "source", "dead")
            .reliable("V", "source")
            .limits(limits)
            .start();
    MemoryInUse before = MemoryInUse.afterCollection();
    List<Future<?>> drives = new ArrayList<>();
    for (int i = 0; i < vehicles; i++) {
      String vin = "VIN-" + i;
      FakeVehicle vehicle = connected(vin);
      drives.add(threads.submit(() -> new NumberedSender(vehicle, vin, 32).run(records)));
    }
    for (Future<?> drive : drives) {
      drive.get();
    }
    double kept = server.count("fleet_telemetry_in_flight_records{dispatcher=\"dead\"}");
    assertTrue(kept >= BUDGET_RECORDS && kept <= INSTANCES * BUDGET_RECORDS, () -> "" + kept);
    assertEquals(vehicles * records, kept + server.count(full("dead")));
    double bytes = server.count("fleet_telemetry_in_flight_bytes{dispatcher=\"dead\"}");
    assertTrue(bytes > 0 && bytes <= INSTANCES * MOST_BYTES, () -> "" + bytes);
    assertEquals(0, server.count("fleet_telemetry_in_flight_records{dispatcher=\"source\"}"));
    assertEquals(0, server.count(full("source")));
    assertEquals(0, server.count(PAUSED));
    MemoryInUse growth = MemoryInUse.afterCollection().since(before);
    assertTrue(growth.heapBytes() < 2L * INSTANCES * MOST_BYTES, growth::toString);
    scripted.store();
    scripted.release(Outcome.STORED);
    scripted.unblock();
    await()
        .until(() -> server.count("fleet_telemetry_in_flight_records{dispatcher=\"dead\"}") == 0);
  }

  @Test
  void bytesInFlightToADeadDispatcherAreBoundedToo() {
    scripted.stall();
    IngestLimits narrow = limits(BUDGET_RECORDS, 100_000);
    server =
        ServerUnderTest.builder()
            .dispatcher("source", new RecordingDispatcher())
            .dispatcher("dead", scripted)
            .route("custom", "source", "dead")
            .reliable("custom", "source")
            .limits(narrow)
            .start();
    FakeVehicle vehicle = connected("VIN");
    for (int i = 0; i < 50; i++) {
      String txid = "tx-" + i;
      vehicle.send(RecordBuilder.of("custom").txid(txid).protobuf(new byte[10_000]).message());
      vehicle.expectAck(txid);
    }
    double bytes = server.count("fleet_telemetry_in_flight_bytes{dispatcher=\"dead\"}");
    assertTrue(bytes >= 100_000 && bytes < 111_000, () -> "" + bytes);
    assertEquals(
        40,
        server.count(
            "fleet_telemetry_dropped_total{dispatcher=\"dead\",reason=\"full\","
                + "record_type=\"custom\"}"));
  }

  @Test
  void vehiclesWaitForTheSourceAndLoseNothingWhileTheOtherIsAlive() throws Exception {
    scripted.stall();
    RecordingDispatcher other = new RecordingDispatcher();
    int vehicles = 3;
    int records = 300;
    // Room for all, so that the windows alone stop the vehicles, and the other may lag.
    IngestLimits roomy = limits(vehicles * records, MOST_BYTES);
    server =
        ServerUnderTest.builder()
            .dispatcher("source", scripted)
            .dispatcher("other", other)
            .route("V", "source", "other")
            .reliable("V", "source")
            .limits(roomy)
            .start();
    List<Future<?>> receiving = new ArrayList<>();
    for (int i = 0; i < vehicles; i++) {
      FakeVehicle vehicle = connected("VIN-" + i);
      sendAll(vehicle, "VIN-" + i, records);
      assertTrue(vehicle.poll(Duration.ofMillis(100)).isEmpty(), "no ack while the source is");
      String vin = "VIN-" + i;
      receiving.add(threads.submit(() -> receiveAll(vehicle, vin, records)));
    }
    await().until(() -> server.count(PAUSED) == vehicles);
    assertEquals(vehicles * WINDOW_RECORDS, other.await(vehicles * WINDOW_RECORDS).size());
    await().until(() -> scripted.held() == vehicles * WINDOW_RECORDS);
    assertEquals(vehicles, server.count("num_connections"));

    scripted.store();
    scripted.release(Outcome.STORED);
    for (Future<?> receiver : receiving) {
      receiver.get();
    }
    assertEquals(vehicles * records, scripted.stored().size());
    assertEquals(vehicles * records, other.await(vehicles * records).size());
    assertEquals(0, server.count(full("source")) + server.count(full("other")));
    await().until(() -> server.count(PAUSED) == 0);
  }

  @Test
  void vehiclesThatWaitForRoomAreLetInInTurn() throws Exception {
    scripted.stall();
    int vehicles = 50;
    int records = 200;
    server =
        ServerUnderTest.builder()
            .dispatcher("source", scripted)
            .route("V", "source")
            .reliable("V", "source")
            .limits(limits)
            .start();
    List<Future<?>> receiving = new ArrayList<>();
    for (int i = 0; i < vehicles; i++) {
      String vin = "VIN-" + i;
      FakeVehicle vehicle = connected(vin);
      sendAll(vehicle, vin, records);
      receiving.add(threads.submit(() -> receiveAll(vehicle, vin, records)));
    }
    await().until(() -> server.count(PAUSED) == vehicles);
    // One record of each vehicle that had not been told to wait may come on top.
    int held = scripted.held();
    assertTrue(held <= INSTANCES * BUDGET_RECORDS + vehicles, () -> "held: " + held);

    Map<String, Long> byVin = Map.of();
    while (!byVin.containsValue((long) records)) {
      await().until(() -> scripted.held() >= BUDGET_RECORDS);
      scripted.release(Outcome.STORED);
      byVin = byVin(scripted.stored());
    }
    // The first is through after four turns; by then each of the others has had one at least.
    assertEquals(vehicles, byVin.size());
    long least = Collections.min(byVin.values());
    assertTrue(least > WINDOW_RECORDS / 4, byVin::toString);
    scripted.store();
    scripted.release(Outcome.STORED);
    for (Future<?> receiver : receiving) {
      receiver.get();
    }
    assertEquals(0, server.count(full("source")));
    assertEquals(0, server.count("fleet_telemetry_in_flight_records{dispatcher=\"source\"}"));
  }

  @Test
  void vehiclesThatComeAndGoWhileTheSourceIsDeadLeaveNoneWaiting() {
    scripted.stall();
    IngestLimits narrow = limits(1, MOST_BYTES);
    server =
        ServerUnderTest.builder()
            .dispatcher("source", scripted)
            .route("V", "source")
            .reliable("V", "source")
            .limits(narrow)
            .start();
    for (int i = 0; i < 20; i++) {
      FakeVehicle vehicle = connected("VIN");
      vehicle.send(RecordBuilder.numbered("VIN", i).message());
      await().until(() -> server.count(PAUSED) == 1);
      vehicle.reset();
      await().until(() -> server.count("num_connections") == 0);
    }
    assertEquals(0, server.count(PAUSED));
    scripted.store();
    scripted.release(Outcome.STORED);
    FakeVehicle vehicle = connected("VIN");
    vehicle.send(RecordBuilder.numbered("VIN", 100).message());
    vehicle.expectAck(RecordBuilder.numberedTxid("VIN", 100));
  }

  /** Little for a dispatcher, as given; the rest is room enough. */
  private static IngestLimits limits(int dispatcherRecords, long dispatcherBytes) {
    return new IngestLimits(
        dispatcherRecords, dispatcherBytes, WINDOW_RECORDS, 1_000_000, 8_000_000);
  }

  private FakeVehicle connected(String vin) {
    FakeVehicle vehicle = server.connect(vin);
    open.add(vehicle);
    return vehicle;
  }

  /** Few enough to lie in the sockets' buffers when the server does not read. */
  private static void sendAll(FakeVehicle vehicle, String vin, int records) {
    for (int i = 0; i < records; i++) {
      vehicle.send(RecordBuilder.numbered(vin, i).message());
    }
  }

  private static void receiveAll(FakeVehicle vehicle, String vin, int records) {
    for (int i = 0; i < records; i++) {
      vehicle.expectAck(RecordBuilder.numberedTxid(vin, i));
    }
  }

  private static Map<String, Long> byVin(List<TelemetryRecord> records) {
    return records.stream()
        .collect(Collectors.groupingBy(TelemetryRecord::vin, Collectors.counting()));
  }

  private static String full(String dispatcher) {
    return "fleet_telemetry_dropped_total{dispatcher=\"%s\",reason=\"full\",record_type=\"V\"}"
        .formatted(dispatcher);
  }
}
