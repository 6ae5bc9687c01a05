package io.fleettelemetry.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a stop loses is counted and named in the last line; what a vehicle sends again is not lost.
 */
class LostRecordsIT {

  private static final int RECORDS = 5;

  private final ScriptedDispatcher one = new ScriptedDispatcher();
  private final ScriptedDispatcher other = new ScriptedDispatcher();
  private final LogCapture log = LogCapture.of("io.fleettelemetry.StopLog");
  private ServerUnderTestBuilder builder;
  private ServerUnderTest server;

  @BeforeEach
  void describe() {
    builder =
        ServerUnderTest.builder()
            .dispatcher("one", one)
            .dispatcher("other", other)
            .section("shutdown", "timeout_s", 3);
  }

  @AfterEach
  void close() {
    one.unblock();
    other.unblock();
    server.close();
    log.close();
  }

  @Test
  void withoutASourceWhatIsNotStoredIsLost() {
    server = builder.route("V", "one").route("connectivity", "one").start();
    one.stall();
    try (FakeVehicle vehicle = sending()) {
      acked(vehicle);
      await().until(() -> one.held() == RECORDS + 1);
      assertLost(Map.of("one", Map.of("V", (long) RECORDS, "connectivity", 2L)));
    }
  }

  @Test
  void whatTheSourceDidNotStoreIsNotLost() {
    server = builder.route("V", "one").reliable("V", "one").start();
    one.stall();
    try (FakeVehicle vehicle = sending()) {
      await().until(() -> one.held() == RECORDS);
      assertLost(Map.of());
      assertEquals(Frame.CLOSE, vehicle.receiveFrame().opcode(), "no ack");
    }
  }

  @Test
  void whatAnotherDispatcherDidNotStoreIsLost() {
    server =
        builder.route("V", "one", "other").route("alerts", "other").reliable("V", "one").start();
    other.stall();
    try (FakeVehicle vehicle = sending()) {
      acked(vehicle);
      await().until(() -> other.held() == RECORDS);
      assertLost(Map.of("other", Map.of("V", (long) RECORDS)));
    }
  }

  @Test
  void whatWasStoredDuringTheStopIsNotLost() {
    server = builder.route("V", "one").start();
    one.stall();
    try (FakeVehicle vehicle = sending()) {
      acked(vehicle);
      await().until(() -> one.held() == RECORDS);
      one.storeAtStop();
      assertLost(Map.of());
      assertEquals(RECORDS, one.stored().size());
    }
  }

  @Test
  void whatABlockedDispatcherHasIsLostAndItIsLeftBehind() {
    server = builder.route("V", "one").start();
    one.block();
    one.delayStop(Promise.promise());
    try (FakeVehicle vehicle = sending();
        LogCapture dispatchers = LogCapture.of("io.fleettelemetry.dispatch")) {
      acked(vehicle);
      await().until(() -> one.calls() > 0);
      assertLost(Map.of("one", Map.of("V", (long) RECORDS)));
      assertEquals(
          "one",
          LogCapture.fields(dispatchers.named("dispatcher_left_behind").get(0)).get("dispatcher"));
    }
  }

  @Test
  void aStopThatWaitsForADispatcherSaysSo() {
    server = builder.section("shutdown", "timeout_s", 6).route("V", "one").start();
    one.stall();
    one.delayStop(Promise.promise());
    server.stop();
    ILoggingEvent waiting = log.named("flushing").get(0);
    assertEquals("one", LogCapture.fields(waiting).get("dispatcher"));
  }

  @Test
  void whatWasLostBeforeTheStopIsNotCounted() {
    server = builder.route("V", "one").start();
    one.end(Outcome.FAILED);
    try (FakeVehicle vehicle = sending()) {
      acked(vehicle);
      await()
          .until(
              () ->
                  server.count(
                          "fleet_telemetry_dropped_total{dispatcher=\"one\",reason=\"failed\","
                              + "record_type=\"V\"}")
                      == RECORDS);
      assertLost(Map.of());
    }
  }

  private FakeVehicle sending() {
    FakeVehicle vehicle = server.connect("VIN");
    for (int i = 0; i < RECORDS; i++) {
      vehicle.send(RecordBuilder.numbered("VIN", i).message());
    }
    return vehicle;
  }

  private static void acked(FakeVehicle vehicle) {
    for (int i = 0; i < RECORDS; i++) {
      vehicle.expectAck(RecordBuilder.numberedTxid("VIN", i));
    }
  }

  private void assertLost(Map<String, Map<String, Long>> expected) {
    assertEquals(expected, server.stop().byDispatcher());
    List<ILoggingEvent> lines = log.events();
    ILoggingEvent last = lines.get(lines.size() - 1);
    assertEquals("stopped_server", last.getFormattedMessage());
    if (expected.isEmpty()) {
      assertEquals(Level.INFO, last.getLevel());
      assertTrue(LogCapture.fields(last).isEmpty());
    } else {
      assertEquals(Level.ERROR, last.getLevel());
      assertEquals(new LostRecords(expected).total(), LogCapture.fields(last).get("lost_records"));
    }
  }
}
