package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.simulator.FleetProgress.Phase;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fleets against servers that answer as they should. */
@Timeout(120)
class FleetIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final CertificateAuthority authority =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));

  @TempDir Path directory;

  @Test
  void everyRecordReachesTheServerUnderItsVehiclesNameAndIsAcked() throws Exception {
    Path acked = directory.resolve("acked");
    RecordingDispatcher dispatcher = new RecordingDispatcher();
    try (ServerUnderTest server = server(dispatcher)) {
      FleetReport report =
          TestFleets.to(server.port(), authority)
              .vehicles(20)
              .records(500)
              .threads(2)
              .acked(acked)
              .run();
      assertEquals(List.of(), report.problems());
      assertEquals(500, report.records().acked());
      assertEquals(500, report.records().sent());
      assertEquals(20, report.connections().everConnected());
      assertEquals(20, report.connections().handshake().count());
      assertEquals(Map.of(), report.connections().failures());
      assertEquals(txids(dispatcher.await(500)), new TreeSet<>(Files.readAllLines(acked)));
    }
    Set<String> vins =
        dispatcher.records().stream().map(TelemetryRecord::vin).collect(Collectors.toSet());
    assertTrue(vins.contains("5YJ3E1EASNF000003"), vins.toString());
    assertTrue(
        vins.stream().allMatch(vin -> vin.matches("5YJ3E1EASNF0000[012]\\d")), vins::toString);
  }

  private ServerUnderTest server(RecordingDispatcher dispatcher) {
    Credential credential = authority.credential();
    return ServerUnderTest.builder()
        .authority(credential)
        .dispatcher("recording", dispatcher)
        .route("V", "recording")
        .route("alerts", "recording")
        .route("errors", "recording")
        .reliable("V", "recording")
        .start();
  }

  private static Set<String> txids(List<TelemetryRecord> records) {
    return records.stream()
        .map(TelemetryRecord::txidText)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void withoutARateAsManyAsAcksAllow() throws Exception {
    AckSink sink = sink();
    try {
      FleetReport report =
          TestFleets.to(sink.port(), authority)
              .vehicles(5)
              .rate(OptionalDouble.empty())
              .records(5_000)
              .run();
      assertEquals(List.of(), report.problems());
      assertEquals(5_000, report.records().acked());
      assertEquals(5_000, sink.counts().records());
    } finally {
      sink.stop().toCompletableFuture().join();
    }
  }

  private AckSink sink() throws IOException {
    return AckSink.start(
        new AckSink.Settings(
            "127.0.0.1",
            0,
            authority.server(List.of("localhost")),
            List.of(authority.certificate()),
            1));
  }

  @Test
  void progressGoesFromConnectingToTheEnd() throws Exception {
    AckSink sink = sink();
    try {
      Fleet fleet = TestFleets.to(sink.port(), authority).vehicles(10).endless().start();
      FleetProgress sending = await(fleet, Phase.SENDING);
      assertEquals(10, sending.vehicles());
      assertEquals(10, sending.connected());
      assertEquals(Optional.empty(), sending.connectFailure());
      assertTrue(sending.left().isEmpty());
      await(fleet, 100);
      FleetReport report = TestFleets.report(fleet.stop());
      assertEquals(List.of(), report.problems());
      assertEquals(report.records().made(), report.records().acked());
      assertEquals(Phase.ENDED, fleet.progress().phase());
      Awaitility.await().atMost(LIMIT).until(() -> sink.counts().connected() == 0);
    } finally {
      sink.stop().toCompletableFuture().join();
    }
  }

  @Test
  void aDurationEndsIt() throws Exception {
    AckSink sink = sink();
    try {
      Fleet fleet = TestFleets.to(sink.port(), authority).duration(Duration.ofMillis(500)).start();
      FleetReport report = TestFleets.report(fleet.report());
      assertTrue(report.ok());
      assertTrue(report.records().acked() > 0);
      assertTrue(report.ackLatency().count() > 0);
      assertFalse(report.rates().measured().compareTo(Duration.ofMillis(500)) < 0);
    } finally {
      sink.stop().toCompletableFuture().join();
    }
  }

  @Test
  void aFleetThatIsStoppedBeforeItsServerIsThereEndsAtOnce() {
    Fleet fleet = TestFleets.to(1, authority).vehicles(3).endless().start();
    Awaitility.await().atMost(LIMIT).until(() -> fleet.progress().phase() == Phase.SENDING);
    assertEquals(Optional.of("connection refused"), fleet.progress().connectFailure());
    FleetReport report = TestFleets.report(fleet.stop());
    assertEquals(List.of("vehicles never connected: 3"), report.problems());
    assertEquals(0, report.records().made());
    assertEquals(Set.of("connection refused"), report.connections().failures().keySet());
  }

  private static FleetProgress await(Fleet fleet, Phase phase) {
    return Awaitility.await()
        .atMost(LIMIT)
        .until(fleet::progress, progress -> progress.phase() == phase);
  }

  private static void await(Fleet fleet, long acked) {
    Awaitility.await().atMost(LIMIT).until(() -> fleet.progress().acked() >= acked);
  }
}
