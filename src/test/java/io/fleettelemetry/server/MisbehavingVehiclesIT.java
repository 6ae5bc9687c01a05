package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vehicles that misbehave cost nobody else an ack, and no memory. */
class MisbehavingVehiclesIT {

  private static final int GOOD = 9;
  private static final int TICK_MILLIS = 50;
  private static final int PER_TICK = 28; // of each good vehicle: about 5,000 a second of all
  private static final int TICKS = 200;
  private static final int LIMIT_SECONDS = 120;
  private static final long HEAP_GROWTH = 64L * 1024 * 1024;
  private static final int SMALL_BUFFER = 4_096;
  private static final long MANY_PINGS = 1_000;

  private final ScriptedDispatcher dispatcher = new ScriptedDispatcher();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<FakeVehicle> bad = new ArrayList<>();
  private final AtomicLong pings = new AtomicLong();
  private ServerUnderTest server;

  @BeforeEach
  void start() {
    dispatcher.end(Outcome.STORED);
    server =
        ServerUnderTest.builder()
            .dispatcher("source", dispatcher)
            .route("V", "source")
            .reliable("V", "source")
            .start();
  }

  @AfterEach
  void close() {
    bad.forEach(FakeVehicle::reset);
    threads.shutdownNow();
    server.close();
  }

  @Test
  void theOthersGetAllTheirAcksAndMemoryStays() throws Exception {
    drive(TICKS / 10);
    long before = heapAfterCollection();
    neverReads();
    floodsPings();
    sendsHalfAMessage();
    drive(TICKS);
    assertTrue(pings.get() > MANY_PINGS, pings + " pings were taken");
    long grown = heapAfterCollection() - before;
    assertTrue(grown < HEAP_GROWTH, "the heap has grown by " + grown + " bytes");
  }

  /** Sends all the time, and never takes an answer. */
  private void neverReads() throws IOException {
    FakeVehicle vehicle = connectBad("never-reads");
    byte[] record = RecordBuilder.v().vin("never-reads").message();
    forever(() -> vehicle.send(record));
  }

  private void floodsPings() throws IOException {
    FakeVehicle vehicle = connectBad("floods-pings");
    byte[] ping = new byte[125];
    forever(
        () -> {
          vehicle.sendFrame(true, Frame.PING, ping);
          pings.incrementAndGet();
        });
  }

  private void sendsHalfAMessage() throws IOException {
    FakeVehicle vehicle = connectBad("half-a-message");
    byte[] record = RecordBuilder.v().vin("half-a-message").message();
    vehicle.sendFrame(false, Frame.BINARY, Arrays.copyOf(record, record.length / 2));
    byte[] frame = new Frame(false, Frame.CONTINUATION, record).masked();
    vehicle.sendRaw(Arrays.copyOf(frame, frame.length / 2));
  }

  private FakeVehicle connectBad(String vin) throws IOException {
    FakeVehicle vehicle = server.vehicle(vin).receiveBuffer(SMALL_BUFFER).connect();
    bad.add(vehicle);
    return vehicle;
  }

  /** Until the connection is gone; blocks where the server does not read. */
  private void forever(Runnable action) {
    threads.execute(
        () -> {
          try {
            while (!Thread.currentThread().isInterrupted()) {
              action.run();
            }
          } catch (UncheckedIOException e) {
            // the end of the test, or of the server's patience
          }
        });
  }

  /** Drives the good vehicles for this long and waits until they have all their acks. */
  private void drive(int ticks) throws Exception {
    List<Future<?>> receiving = new ArrayList<>();
    List<FakeVehicle> vehicles = new ArrayList<>();
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(GOOD);
    for (int i = 0; i < GOOD; i++) {
      String vin = "good-" + i;
      FakeVehicle vehicle = server.connect(vin);
      vehicles.add(vehicle);
      receiving.add(threads.submit(() -> receive(vehicle, ticks * PER_TICK)));
      threads.submit(() -> send(clock, vehicle, vin, ticks));
    }
    for (Future<?> future : receiving) {
      future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    clock.shutdownNow();
    vehicles.forEach(FakeVehicle::close);
  }

  private static Void send(
      ScheduledExecutorService clock, FakeVehicle vehicle, String vin, int ticks)
      throws InterruptedException {
    CountDownLatch left = new CountDownLatch(ticks);
    AtomicInteger number = new AtomicInteger();
    Runnable tick =
        () -> {
          for (int i = 0; i < PER_TICK && left.getCount() > 0; i++) {
            vehicle.send(RecordBuilder.numbered(vin, number.getAndIncrement()).message());
          }
          left.countDown();
        };
    Future<?> ticking = clock.scheduleAtFixedRate(tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    left.await();
    ticking.cancel(false);
    return null;
  }

  private static void receive(FakeVehicle vehicle, int count) {
    for (int i = 0; i < count; i++) {
      vehicle.receiveAnswer();
    }
  }

  private static long heapAfterCollection() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
