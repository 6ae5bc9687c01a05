package io.fleettelemetry.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.Answer;
import io.fleettelemetry.testing.ConnectivityEvents;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a server ends: vehicles first, with what they brought; then dispatchers. */
class StopIT {

  private static final int GOING_AWAY = 1001;
  private static final long LIMIT_SECONDS = 40;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScriptedDispatcher source = new ScriptedDispatcher();
  private final RecordingDispatcher presence = new RecordingDispatcher();
  private final ServerUnderTest server = ServerUnderTest.withPresence(source, presence).start();

  @AfterEach
  void close() {
    source.unblock();
    server.close();
    threads.shutdownNow();
  }

  @Test
  void vehiclesGetTheirAcksThenTheCloseAndDispatchersEndLast() throws Exception {
    source.stall();
    List<FakeVehicle> vehicles = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FakeVehicle vehicle = server.connect("VIN-" + i);
      vehicles.add(vehicle);
      send(vehicle, "VIN-" + i, 10);
    }
    await().until(() -> source.held() == 40);
    Future<?> stopping = threads.submit(server::stop);
    await().until(() -> server.status("/health/ready").statusCode() == 503);
    assertThrows(AssertionError.class, this::connectUntilRefused);
    source.release(Outcome.STORED);
    for (int i = 0; i < 4; i++) {
      for (int n = 0; n < 10; n++) {
        vehicles.get(i).expectAck(RecordBuilder.numberedTxid("VIN-" + i, n));
      }
      expectGoingAway(vehicles.get(i));
    }
    stopping.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    expectPresence(4);
    assertEquals(1, presence.stops());
    vehicles.forEach(FakeVehicle::close);
  }

  @Test
  void vehiclesWithoutRecordsOnTheirWayAreClosedAtOnce() throws Exception {
    try (FakeVehicle vehicle = server.connect("VIN")) {
      send(vehicle, "VIN", 1);
      vehicle.expectAck(RecordBuilder.numberedTxid("VIN", 0));
      Future<?> stopping = threads.submit(server::stop);
      expectGoingAway(vehicle);
      stopping.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      expectPresence(1);
    }
  }

  @Test
  void aDispatcherThatNeverAnswersDoesNotHoldTheStop() throws Exception {
    source.stall();
    stopsThoughNothingIsAnswered(() -> source.held() == 10);
  }

  @Test
  void aDispatcherThatBlocksItsThreadDoesNotHoldTheStop() throws Exception {
    source.block();
    stopsThoughNothingIsAnswered(() -> source.calls() > 0);
  }

  private void stopsThoughNothingIsAnswered(Callable<Boolean> recordsHaveCome) throws Exception {
    try (FakeVehicle vehicle = server.connect("VIN")) {
      send(vehicle, "VIN", 10);
      await().until(recordsHaveCome);
      Future<?> stopping = threads.submit(server::stop);
      expectGoingAway(vehicle);
      stopping.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      expectPresence(1);
    }
  }

  @Test
  void vehiclesThatDoNotReadOrDoNotAnswerTheCloseDoNotHoldTheStop() throws Exception {
    FakeVehicle mute = server.connect("MUTE");
    FakeVehicle neverReads = server.vehicle("NEVER-READS").receiveBuffer(4096).connect();
    byte[] record = RecordBuilder.numbered("NEVER-READS", 1).message();
    threads.execute(() -> neverReads.sendUntilItsEnd(Frame.BINARY, record));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.count("fleet_telemetry_paused_connections") == 1);
    Future<?> stopping = threads.submit(server::stop);
    stopping.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    expectPresence(2);
    mute.close();
    neverReads.close();
  }

  @Test
  void stoppingAgainDoesNothing() {
    server.stop();
    server.stop();
    assertEquals(1, presence.stops());
  }

  private static void send(FakeVehicle vehicle, String vin, int records) {
    for (int i = 0; i < records; i++) {
      vehicle.send(RecordBuilder.numbered(vin, i).message());
    }
  }

  /** The next frame is the goodbye; no ack before it. */
  private static void expectGoingAway(FakeVehicle vehicle) {
    Frame frame = vehicle.receiveFrame();
    assertEquals(Frame.CLOSE, frame.opcode(), () -> Answer.parse(frame.payload()).toString());
    assertEquals(GOING_AWAY, frame.closeCode());
  }

  private void connectUntilRefused() {
    while (true) {
      server.connect("LATE").close();
    }
  }

  /** Every vehicle is known to have come and to have gone. */
  private void expectPresence(int vehicles) {
    Map<ConnectivityEvent, Long> events =
        presence.await(2 * vehicles).stream()
            .map(record -> ConnectivityEvents.parse(record).getStatus())
            .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
    assertEquals(
        Map.of(
            ConnectivityEvent.CONNECTED,
            (long) vehicles,
            ConnectivityEvent.DISCONNECTED,
            (long) vehicles),
        events);
  }
}
