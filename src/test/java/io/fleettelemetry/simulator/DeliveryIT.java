package io.fleettelemetry.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.simulator.ScriptedServer.Connection;
import io.fleettelemetry.simulator.ScriptedServer.Received;
import io.fleettelemetry.simulator.ScriptedServer.Script;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What vehicles do with each kind of answer, and with none. */
@Timeout(120)
class DeliveryIT {

  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CertificateAuthority authority =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));

  private FleetReport run(Script script, int records) {
    try (ScriptedServer server = ScriptedServer.start(authority, script)) {
      return fleet(server).records(records).run();
    }
  }

  /** Without sending again, however slow the machine is: what is counted is exact. */
  private FleetReport runOnce(Script script, int records) {
    try (ScriptedServer server = ScriptedServer.start(authority, script)) {
      return fleet(server).delivery(32, 5_000, Duration.ZERO, LONG).records(records).run();
    }
  }

  private TestFleets fleet(ScriptedServer server) {
    return TestFleets.to(server.port(), authority).delivery(32, 5_000, SOON, LONG);
  }

  @Test
  void aRecordWithoutAnAckIsSentAgainAndSaysSo() {
    Set<String> seen = new HashSet<>();
    try (ScriptedServer server =
        ScriptedServer.start(
            authority,
            (record, connection) -> {
              if (!seen.add(record.txid())) {
                connection.ack(record);
              }
            })) {
      FleetReport report = fleet(server).run();
      assertEquals(List.of(), report.problems());
      assertEquals(1, report.records().sent());
      assertTrue(report.records().resent() >= 1);
      List<Received> received = server.received();
      assertEquals(received.get(0).txid(), received.get(1).txid());
      assertFalse(received.get(0).resend());
      assertTrue(received.get(1).resend() || !received.get(1).topic().equals("V"));
    }
  }

  @Test
  void anAckMayComeInSeveralFrames() {
    FleetReport report =
        runOnce(
            (record, connection) ->
                connection.sendInTwoFrames(
                    Answers.ack(record.txid().getBytes(UTF_8), record.topic().getBytes(UTF_8))),
            20);
    assertEquals(List.of(), report.problems());
    assertEquals(20, report.records().acked());
  }

  @Test
  void afterAReconnectWhatWasNotAckedComesFirstAndOldestFirst() {
    try (ScriptedServer server =
        ScriptedServer.start(
            authority,
            (record, connection) -> {
              if (record.connection() > 1) {
                connection.ack(record);
              } else if (record.txid().endsWith("-4")) {
                connection.vanish();
              }
            })) {
      FleetReport report =
          TestFleets.to(server.port(), authority)
              .delivery(32, 5_000, Duration.ZERO, LONG)
              .records(50)
              .run();
      assertEquals(List.of(), report.problems());
      assertEquals(50, report.records().acked());
      assertEquals(1, report.connections().reconnects());
      assertEquals(1, report.connections().disconnects().values().stream().mapToLong(n -> n).sum());
      List<String> numbers =
          server.received().stream()
              .filter(record -> record.connection() == 2)
              .map(record -> record.txid().replaceFirst(".*-", ""))
              .toList();
      List<Boolean> again =
          server.received().stream()
              .filter(record -> record.connection() == 2 && record.topic().equals("V"))
              .map(Received::resend)
              .toList();
      assertEquals(IntStream.range(0, 50).mapToObj(Integer::toString).toList(), numbers);
      assertTrue(again.get(0));
      assertFalse(again.get(again.size() - 1));
      assertEquals(again.stream().sorted(Comparator.reverseOrder()).toList(), again);
    }
  }

  @Test
  void anErrorEndsItsRecordAndIsCountedByItsText() {
    FleetReport report =
        runOnce((record, connection) -> connection.error(record, Answers.NOT_STORED), 3);
    assertEquals(Map.of(Answers.NOT_STORED, 3L), report.records().errors());
    assertEquals(3, report.records().refused());
    assertEquals(0, report.records().lost());
    assertEquals(List.of("error answers: 3"), report.problems());
  }

  @Test
  void overTheRateLimitIsNoEndOfARecord() {
    Set<String> seen = new HashSet<>();
    FleetReport report =
        run(
            (record, connection) -> {
              if (seen.add(record.txid())) {
                connection.error(record, Answers.RATE_LIMITED);
              } else {
                connection.ack(record);
              }
            },
            2);
    assertEquals(Map.of(Answers.RATE_LIMITED, 2L), report.records().errors());
    assertEquals(2, report.records().acked());
    assertEquals(0, report.records().refused());
    assertTrue(report.records().resent() >= 2);
  }

  @Test
  void anAckOfAnotherTypeIsNone() {
    Set<String> seen = new HashSet<>();
    FleetReport report =
        run(
            (record, connection) ->
                connection.ack(
                    record.txid(), seen.add(record.txid()) ? "connectivity" : record.topic()),
            1);
    assertEquals(1, report.records().wrongTopics());
    assertEquals(1, report.records().acked());
    assertEquals(List.of("acks with a wrong record type: 1"), report.problems());
  }

  @Test
  void acksOfWhatWasNeverSentAndSecondOnesAreTold() {
    FleetReport report = runOnce(DeliveryIT::answerTooMuch, 1);
    assertEquals(1, report.records().acked());
    assertEquals(1, report.records().duplicateAcks());
    assertEquals(3, report.records().unknownTxids());
    assertEquals(2, report.records().unreadable());
    assertEquals(
        List.of("acks with an unknown txid: 3", "answers that cannot be read: 2"),
        report.problems());
  }

  private static void answerTooMuch(Received record, Connection connection) {
    connection.send("neither".getBytes(UTF_8));
    connection.send(new byte[0]);
    connection.ack("", record.topic());
    connection.ack(record.txid() + "0", record.topic());
    connection.ack("x" + record.txid(), record.topic());
    connection.ack(record);
    connection.ack(record);
  }

  @Test
  void whatNobodyAnswersIsLostWhenTheDrainIsOver() {
    try (ScriptedServer server =
        ScriptedServer.start(
            authority,
            (record, connection) -> {
              // Silence.
            })) {
      FleetReport report =
          TestFleets.to(server.port(), authority)
              .delivery(32, 5_000, Duration.ZERO, SOON)
              .records(3)
              .run();
      assertEquals(3, report.records().lost());
      assertEquals(0, report.records().dropped());
      assertEquals(List.of("records lost: 3"), report.problems());
    }
  }

  @Test
  void aFullStoreDropsAndTheWindowHolds() {
    try (ScriptedServer server =
        ScriptedServer.start(
            authority,
            (record, connection) -> {
              // Silence.
            })) {
      Fleet fleet =
          TestFleets.to(server.port(), authority)
              .delivery(2, 5, Duration.ZERO, Duration.ZERO)
              .endless()
              .start();
      Awaitility.await().atMost(LONG).until(() -> fleet.progress().dropped() >= 3);
      Awaitility.await().atMost(LONG).until(() -> fleet.progress().unacked() == 5);
      FleetReport report = TestFleets.report(fleet.stop());
      assertEquals(2, report.records().sent());
      assertEquals(report.records().made(), report.records().lost());
      assertEquals(report.records().made() - 5, report.records().dropped());
      Awaitility.await().atMost(LONG).until(() -> server.received().size() == 2);
    }
  }

  @Test
  void recordsAreMadeWhileTheConnectionIsAway() {
    try (ScriptedServer server =
        ScriptedServer.start(
            authority,
            (record, connection) -> {
              if (record.connection() == 1) {
                connection.close(1001, "going away");
              } else {
                connection.ack(record);
              }
            })) {
      FleetReport report = fleet(server).records(30).run();
      assertEquals(List.of(), report.problems());
      assertEquals(30, report.records().acked());
      assertEquals(
          Map.of("closed by the server: 1001 going away", 1L), report.connections().disconnects());
    }
  }
}
