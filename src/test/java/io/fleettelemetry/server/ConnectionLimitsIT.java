package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** How many vehicles may be connected, and for how long a silent one is. */
class ConnectionLimitsIT {

  private static final int GOING_AWAY = 1001;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScriptedDispatcher source = new ScriptedDispatcher();
  private final RecordingDispatcher presence = new RecordingDispatcher();

  private ServerUnderTestBuilder builder() {
    return ServerUnderTest.withPresence(source, presence);
  }

  private ServerUnderTestBuilder quick() {
    return builder()
        .section("connections", "ping_interval_s", 1)
        .section("connections", "idle_timeout_s", 2);
  }

  @Test
  void aSilentVehicleThatAnswersPingsStays() {
    try (ServerUnderTest server = quick().start()) {
      FakeVehicle vehicle = server.connect("VIN");
      // Each is answered as it is read; without that the second would not come.
      for (int i = 0; i < 4; i++) {
        assertEquals(Frame.PING, vehicle.receiveFrame().opcode());
      }
      vehicle.exchange("VIN", 1);
      assertEquals(1, presence.records().size());
    }
  }

  @Test
  void oneThatAnswersNothingIsClosed() {
    try (ServerUnderTest server = quick().start()) {
      server.connect("VIN");
      presence.await(2);
      assertEquals(0, server.count("num_connections"));
      assertEquals(1, server.count("fleet_telemetry_connections_ended_total{reason=\"idle\"}"));
    }
  }

  @Test
  void withoutPingsASilentVehicleIsToldWhyItIsClosed() {
    try (ServerUnderTest server = quick().section("connections", "ping_interval_s", 0).start()) {
      FakeVehicle vehicle = server.connect("VIN");
      vehicle.expectClose(GOING_AWAY);
      presence.await(2);
    }
  }

  @Test
  void noVehicleIsClosedWhileABrokerIsAway() {
    IngestLimits narrow = new IngestLimits(1_000, 1 << 20, 4, 1 << 20, 1 << 20);
    try (ServerUnderTest server = quick().limits(narrow).start()) {
      source.stall();
      List<FakeVehicle> vehicles = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        FakeVehicle vehicle = server.connect("VIN-" + i);
        vehicles.add(vehicle);
        for (int n = 0; n < 10; n++) {
          vehicle.send(RecordBuilder.numbered("VIN-" + i, n).message());
        }
      }
      awaiting().until(() -> server.count("fleet_telemetry_paused_connections") == 10);
      for (FakeVehicle vehicle : vehicles) {
        // Several idle timeouts go by; what the vehicle answers is not read.
        for (int pings = 0; pings < 7; pings++) {
          assertEquals(Frame.PING, vehicle.receiveFrame().opcode());
        }
      }
      assertEquals(10, server.count("num_connections"));
      source.store();
      source.release(Outcome.STORED);
      for (int i = 0; i < 10; i++) {
        Set<String> acked = new TreeSet<>();
        Set<String> sent = new TreeSet<>();
        for (int n = 0; n < 10; n++) {
          acked.add(vehicles.get(i).receiveAnswer().txid());
          sent.add(RecordBuilder.numberedTxid("VIN-" + i, n));
        }
        assertEquals(sent, acked);
      }
      assertEquals(10, presence.records().size());
    }
  }

  /** It is not read any more, so its silence tells nothing: TCP does. */
  @Test
  void oneThatTakesNothingIsEndedByTcp() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ServerUnderTest server = quick().start();
        FakeVehicle vehicle = server.vehicle("VIN").receiveBuffer(4096).connect()) {
      byte[] message = RecordBuilder.numbered("VIN", 1).message();
      thread.execute(() -> vehicle.sendUntilItsEnd(Frame.BINARY, message));
      presence.await(2);
      assertEquals(0, server.count("num_connections"));
      assertEquals(0, server.count("fleet_telemetry_connections_ended_total{reason=\"idle\"}"));
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void beyondTheMostTheUpgradeIsRefused() {
    try (ServerUnderTest server = builder().section("connections", "max", 2).start()) {
      FakeVehicle first = server.connect("VIN-1");
      FakeVehicle second = server.connect("VIN-2");
      IOException refusal =
          assertThrows(IOException.class, () -> server.vehicle("VIN-3").connect());
      assertTrue(
          refusal.getMessage().contains("HTTP/1.1 503 Service Unavailable"), refusal.getMessage());
      assertEquals(1, server.count("fleet_telemetry_connections_refused_total{reason=\"full\"}"));
      // Who takes its own place needs none more.
      FakeVehicle back = server.connect("VIN-1");
      first.expectEnd();
      back.exchange("VIN-1", 1);
      second.closeCleanly();
      presence.await(5);
      awaiting().until(() -> connects(server, "VIN-3"));
    }
  }

  @Test
  void anUpgradeThatCameToNothingTakesNoPlace() throws IOException {
    try (ServerUnderTest server = builder().section("connections", "max", 1).start()) {
      for (int i = 0; i < 3; i++) {
        // Vert.x closes the connection of an upgrade with a body of this length without a word.
        server.vehicle("VIN-" + i).header("Content-Length", "9000").body(9_000).request("GET");
      }
      awaiting().until(() -> connects(server, "VIN"));
    }
  }

  /** It would be under no limit any more: neither that of upgrades, nor those of vehicles. */
  @Test
  void aFailedUpgradeEndsItsConnection() throws IOException {
    try (ServerUnderTest server = builder().section("connections", "max", 1).start()) {
      String response = server.vehicle("VIN-1").path("/{").requestToStay("GET");
      assertTrue(response.startsWith("HTTP/1.1 400 "), response);
      awaiting().until(() -> connects(server, "VIN-2"));
    }
  }

  private static boolean connects(ServerUnderTest server, String vin) {
    try (FakeVehicle vehicle = server.vehicle(vin).connect()) {
      vehicle.exchange(vin, 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static ConditionFactory awaiting() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
  }
}
