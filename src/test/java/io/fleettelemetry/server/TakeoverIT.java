package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.ConnectivityEvents;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An identity that connects while it is connected. */
class TakeoverIT {

  private static final String CONNECTION_ID = "a1b2c3d4-0a0b-4c4d-8e8f-0123456789ab";
  private static final int POLICY_VIOLATION = 1008;
  private static final int VEHICLES = 100;

  private final ScriptedDispatcher source = new ScriptedDispatcher();
  private final RecordingDispatcher presence = new RecordingDispatcher();
  private ServerUnderTest server;

  private void start(Object perVehicle) {
    server =
        ServerUnderTest.withPresence(source, presence)
            .section("connections", "per_vehicle", perVehicle)
            .start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aVehicleThatComesBackTakesItsPlaceOver() {
    start(null);
    FakeVehicle older = server.connect("VIN");
    FakeVehicle newer = server.connect("VIN");
    older.expectClose(POLICY_VIOLATION);
    older.expectEnd();
    List<VehicleConnectivity> events = awaitEvents("VIN", 3);
    ConnectivityEvents.assertPaired(events);
    assertEquals(3, events.size());
    newer.exchange("VIN", 1);
    assertEquals(1, server.count("num_connections"));
    assertEquals(1, server.count("fleet_telemetry_connections_ended_total{reason=\"taken_over\"}"));
  }

  @Test
  void oneConnectionIdForBothTiesNothingTogether() throws IOException {
    start(null);
    source.stall();
    FakeVehicle older = server.vehicle("VIN").txid(CONNECTION_ID).connect();
    older.send(RecordBuilder.numbered("VIN", 1).message());
    awaiting().until(() -> source.held() == 1);
    try (FakeVehicle newer = server.vehicle("VIN").txid(CONNECTION_ID).connect()) {
      older.expectEnd();
      newer.send(RecordBuilder.numbered("VIN", 2).message());
      awaiting().until(() -> source.held() == 2);
      source.release(Outcome.STORED);
      newer.expectAck(RecordBuilder.numberedTxid("VIN", 2));
      exchangeAfterStall(newer);
      assertEquals(1, server.count("reliable_ack_miss{dispatcher=\"source\",record_type=\"V\"}"));
    }
  }

  @Test
  void aHundredVehiclesComeBackWithoutClosingWhileRecordsFlow() {
    start(1);
    List<FakeVehicle> older = new ArrayList<>();
    List<FakeVehicle> newer = new ArrayList<>();
    for (int i = 0; i < VEHICLES; i++) {
      older.add(server.connect("VIN-" + i));
    }
    // Connections go to the event loops in turn: with one more in between each comes back on
    // another.
    FakeVehicle between = server.connect("BETWEEN");
    for (int i = 0; i < VEHICLES; i++) {
      // Neither waits for its acks, nor reads whatever comes.
      sendWhatCanBeSent(older.get(i), "VIN-" + i, 0);
      newer.add(server.connect("VIN-" + i));
      sendWhatCanBeSent(older.get(i), "VIN-" + i, 10);
      for (int n = 20; n < 30; n++) {
        newer.get(i).send(RecordBuilder.numbered("VIN-" + i, n).message());
      }
    }
    for (int i = 0; i < VEHICLES; i++) {
      for (int n = 20; n < 30; n++) {
        newer.get(i).expectAck(RecordBuilder.numberedTxid("VIN-" + i, n));
      }
      List<VehicleConnectivity> events = awaitEvents("VIN-" + i, 3);
      assertEquals(3, events.size());
      ConnectivityEvents.assertPaired(events);
      assertEquals(ConnectivityEvent.CONNECTED, ConnectivityEvents.last(events));
      older.get(i).expectEnd();
    }
    between.exchange("BETWEEN", 1);
    assertEquals(VEHICLES + 1, server.count("num_connections"));
    assertEquals(
        VEHICLES, server.count("fleet_telemetry_connections_ended_total{reason=\"taken_over\"}"));
    assertEquals(0, server.count("fleet_telemetry_paused_connections"));
  }

  @Test
  void twoClientsThatFightForOneIdentityAreOneWarningAndAPairOfEventsAChange() {
    start(1);
    int changes = 30;
    try (LogCapture log = LogCapture.of("io.fleettelemetry", Level.WARN)) {
      for (int i = 0; i <= changes; i++) {
        server.connect("VIN").exchange("VIN", i);
      }
      List<VehicleConnectivity> events = awaitEvents("VIN", 2 * changes + 1);
      ConnectivityEvents.assertPaired(events);
      assertEquals(2 * changes + 1, events.size());
      assertEquals(
          List.of("vehicle_taken_over_repeatedly"),
          log.events().stream().map(event -> event.getMessage()).toList());
    }
    assertEquals(1, server.count("num_connections"));
  }

  @Test
  void anyNumberMayLiveSideBySide() {
    start(0);
    List<FakeVehicle> vehicles = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      vehicles.add(server.connect("VIN"));
    }
    for (int i = 0; i < 5; i++) {
      vehicles.get(i).exchange("VIN", i);
    }
    assertEquals(5, server.count("num_connections"));
    awaitEvents("VIN", 5)
        .forEach(event -> assertEquals(ConnectivityEvent.CONNECTED, event.getStatus()));
  }

  @Test
  void theOldestOfTwoMakesWay() {
    start(2);
    FakeVehicle oldest = server.connect("VIN");
    FakeVehicle older = server.connect("VIN");
    oldest.exchange("VIN", 1);
    FakeVehicle newest = server.connect("VIN");
    oldest.expectClose(POLICY_VIOLATION);
    older.exchange("VIN", 2);
    newest.exchange("VIN", 3);
    List<VehicleConnectivity> events = awaitEvents("VIN", 4);
    assertEquals(ConnectivityEvent.DISCONNECTED, events.get(2).getStatus());
    assertEquals(events.get(0).getConnectionId(), events.get(2).getConnectionId());
    assertEquals(2, server.count("num_connections"));
  }

  private static void sendWhatCanBeSent(FakeVehicle vehicle, String vin, int from) {
    try {
      for (int n = from; n < from + 10; n++) {
        vehicle.send(RecordBuilder.numbered(vin, n).message());
      }
    } catch (UncheckedIOException e) {
      // It is closed in the middle of it.
    }
  }

  /** The next answer is the next record's: no other has come in between. */
  private void exchangeAfterStall(FakeVehicle vehicle) {
    source.store();
    vehicle.exchange("VIN", 3);
  }

  private List<VehicleConnectivity> awaitEvents(String vin, int count) {
    return awaiting()
        .until(
            () -> ConnectivityEvents.of(vin, presence.records()), events -> events.size() >= count);
  }

  private static ConditionFactory awaiting() {
    return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
  }
}
