package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.ConnectivityEvents;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.TcpBalancer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers behind a balancer, of which one after the other is replaced while a fleet sends. */
@Timeout(300)
class RollingRestartIT {

  private static final int VEHICLES = 200;
  private static final int RATE = 1_000;
  private static final int RESTARTS = 3;

  private final CertificateAuthority authority =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));
  private final RecordingDispatcher store = new RecordingDispatcher();
  private final TcpBalancer balancer = TcpBalancer.start();

  @TempDir Path directory;

  private ServerUnderTest server() {
    ServerUnderTest server =
        ServerUnderTest.builder()
            .authority(authority.credential())
            .dispatcher("store", store)
            .route("V", "store")
            .route("alerts", "store")
            .route("errors", "store")
            .route("connectivity", "store")
            .reliable("V", "store")
            .reliable("alerts", "store")
            .reliable("errors", "store")
            .section("shutdown", "spread_s", 1)
            .section("shutdown", "timeout_s", 10)
            .start();
    balancer.add(server.port());
    return server;
  }

  @Test
  void everyAckedRecordIsStoredAndEventsEndInTheTruth() throws Exception {
    Path acked = directory.resolve("acked");
    List<ServerUnderTest> servers = new ArrayList<>(List.of(server(), server()));
    try (balancer) {
      Fleet fleet =
          TestFleets.to(balancer.port(), authority)
              .vehicles(VEHICLES)
              .threads(2)
              .rate(OptionalDouble.of(RATE))
              .endless()
              .acked(acked)
              .start();
      awaiting().until(() -> fleet.progress().connected() == VEHICLES);
      for (int restart = 0; restart < RESTARTS; restart++) {
        long before = fleet.progress().acked();
        awaiting().until(() -> fleet.progress().acked() > before + RATE);
        ServerUnderTest old = servers.remove(0);
        balancer.remove(old.port());
        old.close();
        servers.add(server());
        awaiting().until(() -> fleet.progress().connected() == VEHICLES);
      }
      awaiting().until(() -> open(events()).size() == VEHICLES);
      events().forEach((vin, events) -> assertEquals(1, open(Map.of(vin, events)).size(), vin));
      FleetReport report = TestFleets.report(fleet.stop());
      assertEquals(0, report.records().lost());
      assertEquals(0, report.records().refused());
      Set<String> missing = new HashSet<>(Files.readAllLines(acked));
      assertEquals(report.records().acked(), missing.size());
      missing.removeAll(
          store.records().stream().map(TelemetryRecord::txidText).collect(Collectors.toSet()));
      assertEquals(Set.of(), missing, "acked and not stored");
    } finally {
      servers.forEach(ServerUnderTest::close);
    }
    assertEquals(Map.of(), open(events()));
    assertEquals(VEHICLES, events().size());
    assertTrue(events().values().stream().anyMatch(events -> events.size() >= 4));
  }

  private Map<String, List<VehicleConnectivity>> events() {
    return ConnectivityEvents.byVin(store.records());
  }

  /** The connections that have begun and not ended, each with its VIN; no event may come twice. */
  private static Map<String, String> open(Map<String, List<VehicleConnectivity>> events) {
    Map<String, String> open = new HashMap<>();
    events.forEach(
        (vin, ofVehicle) ->
            ofVehicle.forEach(
                event -> {
                  String id = event.getConnectionId();
                  if (event.getStatus() == ConnectivityEvent.CONNECTED) {
                    assertEquals(null, open.put(id, vin), id);
                  } else {
                    assertEquals(vin, open.remove(id), id);
                  }
                }));
    return open;
  }

  private static ConditionFactory awaiting() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }
}
