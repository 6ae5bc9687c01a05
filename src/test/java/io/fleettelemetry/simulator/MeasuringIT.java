package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.simulator.FleetProgress.Phase;
import io.fleettelemetry.simulator.FleetReport.Reconnecting;
import io.fleettelemetry.simulator.FleetSettings.Delivery.Acks;
import io.fleettelemetry.simulator.FleetSettings.Measuring;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fleet measures besides how records are acked. */
@Timeout(120)
class MeasuringIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration NONE = Duration.ZERO;
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final OptionalDouble IDLE = OptionalDouble.of(0);

  private final CertificateAuthority authority =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));

  private AckSink sink;

  @BeforeEach
  void start() throws Exception {
    sink =
        AckSink.start(
            new AckSink.Settings(
                "127.0.0.1",
                0,
                authority.server(List.of("localhost")),
                List.of(authority.certificate()),
                1));
  }

  @AfterEach
  void stop() {
    sink.stop().toCompletableFuture().join();
  }

  private TestFleets fleet() {
    return TestFleets.to(sink.port(), authority);
  }

  private static Measuring measuring(Duration warmUp, int rounds, boolean atOnce) {
    return new Measuring(warmUp, rounds, atOnce, OptionalLong.empty());
  }

  private static Measuring process(int rounds, long pid) {
    return new Measuring(NONE, rounds, false, OptionalLong.of(pid));
  }

  @Test
  void idleVehiclesAreConnectedAndSendNothing() {
    FleetReport report = fleet().vehicles(20).rate(IDLE).duration(SHORT).run();
    assertEquals(List.of(), report.problems());
    assertEquals(20, report.connections().connected());
    assertEquals(0, report.records().made());
    assertEquals(0, sink.counts().records());
  }

  @Test
  void idleVehiclesThatAreNotThereAtTheEndAreAProblem() {
    ScriptedServer server = ScriptedServer.start(authority, (record, connection) -> {});
    Fleet fleet = TestFleets.to(server.port(), authority).vehicles(2).rate(IDLE).endless().start();
    Awaitility.await().atMost(LIMIT).until(() -> fleet.progress().connected() == 2);
    server.close();
    Awaitility.await().atMost(LIMIT).until(() -> fleet.progress().connected() == 0);
    FleetReport report = TestFleets.report(fleet.stop());
    assertEquals(List.of("vehicles not connected at the end: 2"), report.problems());
  }

  @Test
  void whatIsMadeInTheWarmUpIsNotMeasured() {
    Fleet fleet =
        fleet().vehicles(3).endless().measuring(measuring(Duration.ofHours(1), 0, false)).start();
    Awaitility.await().atMost(LIMIT).until(() -> fleet.progress().phase() == Phase.WARMING_UP);
    Awaitility.await().atMost(LIMIT).until(() -> fleet.progress().acked() >= 50);
    TestFleets.report(fleet.stop());
    FleetReport report =
        fleet()
            .vehicles(3)
            .duration(NONE)
            .measuring(measuring(Duration.ofMillis(500), 0, false))
            .run();
    assertEquals(List.of(), report.problems());
    assertTrue(
        report.rates().acked() * report.rates().measured().toNanos() / 1e9
            < report.records().acked(),
        report::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allVehiclesComeBackAsOftenAsWanted(boolean atOnce) {
    FleetReport report =
        fleet()
            .vehicles(300)
            .threads(2)
            .rate(IDLE)
            .duration(NONE)
            .measuring(measuring(NONE, 2, atOnce))
            .run();
    assertEquals(List.of(), report.problems());
    assertEquals(300, report.connections().connected());
    assertEquals(600, report.connections().reconnects());
    Reconnecting reconnecting = report.connections().reconnecting().orElseThrow();
    assertEquals(2, reconnecting.rounds());
    assertEquals(600, reconnecting.connections());
    assertEquals(600, reconnecting.handshake().count());
    assertEquals(0, reconnecting.failures());
    assertEquals(0, reconnecting.resumed());
    assertEquals(0, report.connections().disconnects().size());
  }

  @Test
  void noRecordIsLostWhenVehiclesComeBack() {
    FleetReport report =
        fleet()
            .vehicles(20)
            .threads(2)
            .rate(OptionalDouble.empty())
            .duration(SHORT)
            .measuring(measuring(SHORT, 3, true))
            .run();
    assertEquals(List.of(), report.problems());
    assertEquals(report.records().made(), report.records().acked());
    assertEquals(60, report.connections().reconnects());
  }

  @Test
  void aFleetThatIsStoppedWhileVehiclesComeBackEnds() {
    Fleet fleet =
        fleet().vehicles(50).endless().measuring(measuring(NONE, 1_000_000, false)).start();
    Awaitility.await().atMost(LIMIT).until(() -> fleet.progress().phase() == Phase.COMING_BACK);
    FleetReport report = TestFleets.report(fleet.stop());
    assertEquals(report.records().made(), report.records().acked() + report.records().lost());
    Awaitility.await().atMost(LIMIT).until(() -> sink.counts().connected() == 0);
  }

  @Test
  void aServerThatKeepsConnectionsDoesNotHoldVehiclesUp() {
    try (ScriptedServer server =
        ScriptedServer.start(
            authority, (record, connection) -> connection.channel().config().setAutoRead(false))) {
      FleetReport report =
          TestFleets.to(server.port(), authority)
              .records(1)
              .delivery(32, 5_000, NONE, NONE)
              .duration(NONE)
              .measuring(measuring(SHORT, 1, false))
              .run();
      assertFalse(report.records().acked() > 0, report::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionsAreResumedWhenWanted(String version) {
    FleetReport report =
        fleet()
            .vehicles(20)
            .rate(IDLE)
            .duration(NONE)
            .tls(version, true)
            .measuring(measuring(SHORT, 2, true))
            .run();
    assertEquals(List.of(), report.problems());
    assertEquals(40, report.connections().resumed());
    assertEquals(40, report.connections().reconnecting().orElseThrow().resumed());
  }

  @Test
  void acksWithoutATxidAnswerInOrder() {
    try (ScriptedServer server =
        ScriptedServer.start(authority, (record, connection) -> connection.ack("", ""))) {
      FleetReport report =
          TestFleets.to(server.port(), authority).acks(Acks.IN_ORDER).records(100).run();
      assertEquals(List.of(), report.problems());
      assertEquals(100, report.records().acked());
    }
  }

  @Test
  void anAckMoreThanThereAreRecordsIsUnexpected() {
    try (ScriptedServer server =
        ScriptedServer.start(
            authority,
            (record, connection) -> {
              connection.ack("", "");
              connection.ack("", "");
            })) {
      FleetReport report =
          TestFleets.to(server.port(), authority).acks(Acks.IN_ORDER).records(1).run();
      assertEquals(1, report.records().acked());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theServersProcessIsAccountedForAtEachMoment() {
    FleetReport report =
        fleet()
            .vehicles(5)
            .duration(SHORT)
            .measuring(process(1, ProcessHandle.current().pid()))
            .run();
    assertEquals(List.of(), report.problems());
    ServerUsage server = report.server().orElseThrow();
    assertEquals(ProcessHandle.current().pid(), server.pid());
    assertFalse(server.ended());
    assertEquals(EnumSet.allOf(Milestone.class), server.at().keySet());
    assertEquals(5, server.connecting().orElseThrow().count());
    assertEquals(5, server.reconnecting().orElseThrow().count());
    assertTrue(server.measured().orElseThrow().count() > 0);
    assertTrue(server.measured().orElseThrow().microsEach().getAsDouble() >= 0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessThatEndsIsTold() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    Fleet fleet = fleet().endless().measuring(process(0, process.pid())).start();
    Awaitility.await().atMost(LIMIT).until(() -> fleet.progress().phase() == Phase.SENDING);
    process.destroyForcibly();
    process.waitFor();
    ServerUsage server = TestFleets.report(fleet.stop()).server().orElseThrow();
    assertTrue(server.ended());
    assertTrue(server.at().containsKey(Milestone.CONNECTED));
    assertFalse(server.at().containsKey(Milestone.STOPPED));
    assertTrue(server.connecting().isPresent());
    assertTrue(server.measured().isEmpty());
  }

  @Test
  void withoutItsProcessNothingIsStarted() {
    AssertionError refused =
        assertThrows(
            AssertionError.class, () -> fleet().measuring(process(0, Long.MAX_VALUE)).start());
    assertEquals(
        "process " + Long.MAX_VALUE + " — there is no such process",
        refused.getCause().getMessage());
  }
}
