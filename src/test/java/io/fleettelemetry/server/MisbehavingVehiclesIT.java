package io.fleettelemetry.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.MemoryInUse;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A vehicle that misbehaves costs no other vehicle an ack, and the server no memory. */
class MisbehavingVehiclesIT {

  private static final int GOOD = 9;
  private static final int TICK_MILLIS = 9;
  private static final int RECORDS_A_TICK = 5;
  private static final int WARM_UP_RECORDS = 500;
  private static final int RECORDS = 2_500;
  private static final long MOST_GROWTH_BYTES = 64L * 1024 * 1024;
  private static final int HALF = 450_000;
  private static final int WHOLE = 900_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScriptedDispatcher source = new ScriptedDispatcher();
  private final List<FakeVehicle> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(FakeVehicle::close);
    clock.shutdownNow();
    threads.shutdownNow();
  }

  @Test
  void nineVehiclesGetAllTheirAcksWhateverFourOthersDo() throws Exception {
    source.end(Outcome.STORED);
    try (ServerUnderTest server = start(null)) {
      List<PacedVehicle> good = new ArrayList<>();
      for (int i = 0; i < GOOD; i++) {
        good.add(new PacedVehicle("VIN-" + i, connected(server, "VIN-" + i)));
      }
      drive(good, WARM_UP_RECORDS);
      MemoryInUse before = MemoryInUse.afterCollection();

      List<FakeVehicle> bad = misbehaving(server);
      drive(good, RECORDS);

      await().until(() -> server.count("fleet_telemetry_paused_connections") == 2);
      MemoryInUse growth = MemoryInUse.afterCollection().since(before);
      assertTrue(growth.heapBytes() < MOST_GROWTH_BYTES, growth::toString);
      assertTrue(growth.directBytes() < MOST_GROWTH_BYTES, growth::toString);
      assertEquals(GOOD + bad.size(), server.count("num_connections"));

      bad.forEach(FakeVehicle::close);
      await().until(() -> server.count("num_connections") == GOOD);
      assertEquals(0, server.count("fleet_telemetry_paused_connections"));
      drive(good, WARM_UP_RECORDS);
      open.forEach(FakeVehicle::close);
    }
  }

  @Test
  void whatAHalfMessageTookIsGivenBackWhenItsVehicleLeaves() {
    IngestLimits limits = new IngestLimits(1_000, 100_000_000, 64, 1_000_000, WHOLE + 150_000);
    try (ServerUnderTest server = start(limits)) {
      for (int i = 0; i < 20; i++) {
        FakeVehicle vehicle = connected(server, "VIN-" + i);
        sendHalfAMessage(vehicle);
        vehicle.sendFrame(true, Frame.PING, new byte[] {1});
        if (i % 2 == 0) {
          vehicle.reset();
        } else {
          vehicle.close();
        }
        await().until(() -> server.count("num_connections") == 0);
      }
      FakeVehicle vehicle = connected(server, "VIN");
      byte[] payload = RecordBuilder.of("custom").protobuf(new byte[WHOLE]).txid("whole").message();
      vehicle.sendInFragments(payload, 3);
      vehicle.expectAck("whole");
      vehicle.close();
    }
  }

  private ServerUnderTest start(IngestLimits limits) {
    ServerUnderTestBuilder builder =
        ServerUnderTest.builder()
            .dispatcher("source", source)
            .route("V", "source")
            .route("custom", "source")
            .reliable("V", "source");
    return (limits == null ? builder : builder.limits(limits)).start();
  }

  private FakeVehicle connected(ServerUnderTest server, String vin) {
    FakeVehicle vehicle = server.connect(vin);
    open.add(vehicle);
    return vehicle;
  }

  /** All in the middle of it. */
  private List<FakeVehicle> misbehaving(ServerUnderTest server) throws IOException {
    FakeVehicle neverReads = server.vehicle("NEVER-READS").receiveBuffer(4096).connect();
    FakeVehicle pings = server.vehicle("PINGS").receiveBuffer(4096).connect();
    FakeVehicle halfMessage = connected(server, "HALF-MESSAGE");
    FakeVehicle halfHeader = connected(server, "HALF-HEADER");
    open.add(neverReads);
    open.add(pings);
    byte[] record = RecordBuilder.numbered("NEVER-READS", 1).message();
    byte[] ping = new byte[125];
    threads.execute(() -> neverReads.sendUntilItsEnd(Frame.BINARY, record));
    threads.execute(() -> pings.sendUntilItsEnd(Frame.PING, ping));
    sendHalfAMessage(halfMessage);
    halfHeader.sendRaw(Arrays.copyOf(new Frame(true, Frame.BINARY, new byte[300]).masked(), 3));
    return List.of(neverReads, pings, halfMessage, halfHeader);
  }

  private static void sendHalfAMessage(FakeVehicle vehicle) {
    byte[] frame = new Frame(true, Frame.BINARY, new byte[WHOLE]).masked();
    vehicle.sendRaw(Arrays.copyOf(frame, HALF));
  }

  /** Sends this many records of each vehicle, 5,000 a second of all, and receives every ack. */
  private void drive(List<PacedVehicle> vehicles, int records) throws Exception {
    List<Future<?>> receiving = new ArrayList<>();
    for (PacedVehicle vehicle : vehicles) {
      receiving.add(threads.submit(() -> vehicle.receive(records)));
    }
    CountDownLatch ticks = new CountDownLatch(records / RECORDS_A_TICK);
    Future<?> ticking =
        clock.scheduleAtFixedRate(
            () -> {
              if (ticks.getCount() > 0) {
                vehicles.forEach(vehicle -> vehicle.send(RECORDS_A_TICK));
                ticks.countDown();
              }
            },
            0,
            TICK_MILLIS,
            TimeUnit.MILLISECONDS);
    for (Future<?> receiver : receiving) {
      receiver.get();
    }
    ticking.cancel(false);
    assertEquals(0, ticks.getCount());
  }

  /** Sends when it is told to, on one thread, and receives on another. */
  private static final class PacedVehicle {
    private final String vin;
    private final FakeVehicle vehicle;
    private int sent;
    private int received;

    PacedVehicle(String vin, FakeVehicle vehicle) {
      this.vin = vin;
      this.vehicle = vehicle;
    }

    void send(int count) {
      for (int i = 0; i < count; i++) {
        vehicle.send(RecordBuilder.numbered(vin, sent++).message());
      }
    }

    /** The source confirms in order, and so do the acks come. */
    void receive(int count) {
      for (int i = 0; i < count; i++) {
        vehicle.expectAck(RecordBuilder.numberedTxid(vin, received++));
      }
    }
  }
}
