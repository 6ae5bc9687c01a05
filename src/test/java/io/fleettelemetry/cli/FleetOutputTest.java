package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.simulator.FleetProgress;
import io.fleettelemetry.simulator.FleetProgress.Phase;
import io.fleettelemetry.simulator.FleetReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is printed of a fleet. */
class FleetOutputTest {

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text, true);

  @Test
  void aLineSaysHowFastItWasSinceTheLineBefore() {
    ProgressText lines = new ProgressText();
    lines.line(FleetFixture.progress(Phase.SENDING, 1, Optional.empty()));
    assertEquals(
        "  0:03  1,234/5,000 connected  20,012 rec/s  19,998 acks/s  p99 12.0 ms  unacked 345"
            + "  1:05 left",
        lines.line(FleetFixture.progress(Phase.SENDING, 3, Optional.of(Duration.ofSeconds(65)))));
  }

  @Test
  void aBarShowsVehiclesThenTime() {
    ProgressText lines = new ProgressText();
    assertTrue(
        lines
            .bar(FleetFixture.progress(Phase.CONNECTING, 1, Optional.of(Duration.ofSeconds(9))))
            .startsWith("[==>       ] 1,234/5,000 connected"));
    assertTrue(
        lines
            .bar(FleetFixture.progress(Phase.SENDING, 30, Optional.of(Duration.ofSeconds(10))))
            .startsWith("[========> ] "));
    assertTrue(
        lines
            .bar(FleetFixture.progress(Phase.ENDED, 40, Optional.of(Duration.ZERO)))
            .startsWith("[==========] "));
  }

  @Test
  void whatIsNotKnownIsNotShown() {
    assertEquals(
        "  0:01  0/10 connected  0 rec/s  0 acks/s  p99 -  unacked 0",
        new ProgressText().line(FleetFixture.nothingYet(Optional.empty())));
  }

  @Test
  void whyVehiclesAreNotConnectedIsShown() {
    assertEquals(
        "  0:01  0/10 connected (connection refused)  0 rec/s  0 acks/s  p99 -  unacked 0",
        new ProgressText().line(FleetFixture.nothingYet(Optional.of("connection refused"))));
  }

  @Test
  void theEndIsWaitedFor() {
    String line =
        new ProgressText()
            .line(FleetFixture.progress(Phase.DRAINING, 5, Optional.of(Duration.ofHours(1))));
    assertTrue(line.endsWith("  waiting for acks  1:00:00 left"), line);
  }

  @Test
  void aTerminalHasOneLine() {
    ProgressPrinter printer = ProgressPrinter.onTerminal(out);
    FleetProgress progress = FleetFixture.nothingYet(Optional.empty());
    printer.show(progress);
    printer.show(progress);
    printer.end();
    assertEquals(1, text.toString().lines().filter(line -> !line.isBlank()).count() / 2);
    assertTrue(text.toString().endsWith("\033[K\033[?7h" + System.lineSeparator()));
  }

  @Test
  void elsewhereALineNowAndThen() {
    ProgressPrinter printer = ProgressPrinter.inLines(out, 5);
    for (int second = 5; second <= 10; second += printer.seconds()) {
      printer.show(FleetFixture.progress(Phase.SENDING, second, Optional.empty()));
    }
    printer.end();
    assertEquals(5, printer.seconds());
    assertEquals(2, text.toString().lines().count());
    assertFalse(text.toString().contains("\033"));
  }

  @Test
  void aGoodReport() {
    new FleetReportText(out).print(FleetFixture.good());
    assertEquals(
        """
        connected      5 of 5 vehicles, 5 at once, 5 at the end, 0 reconnects
        handshake      p50 20.0 ms, p90 21.0 ms, p99 22.0 ms, p99.9 23.0 ms, max 24.0 ms
        sent           1,000 records, 0 again
        acked          1,000 of 1,000 made
        lost           0, of these 0 dropped by full stores
        ack latency    p50 1.0 ms, p90 2.0 ms, p99 3.0 ms, p99.9 4.0 ms, max 5.0 ms
        rate           99.5 sent/s, 99.3 acked/s in 10.0 s; wanted 100.0/s
        processor      0.25 of one used by this process, 398 records sent for a second of it
        ok: every vehicle was connected, nothing is lost, no errors
        """,
        text.toString());
  }

  @Test
  void whoWasStoppedBeforeAllWereConnectedIsNotToldThatTheyWere() {
    assertEquals(
        "ok: 4 of 5 vehicles were connected when it was stopped, nothing is lost, no errors",
        FleetReportText.verdict(FleetFixture.stoppedEarly()));
  }

  @Test
  void aBadReport() {
    new FleetReportText(out).print(FleetFixture.bad());
    assertEquals(
        """
        connected      3 of 5 vehicles, 3 at once, 2 at the end, 7 reconnects
        not connected  9 × connection refused
        disconnected   8 × closed by the server: 1001
        sent           90 records, 11 again
        acked          60 of 100 made
        refused        6
        lost           34, of these 10 dropped by full stores
        errors         6 × record not stored
        duplicate acks 1
        unknown txids  2
        wrong types    12
        unreadable     4
        rate           9.0 sent/s, 6.0 acked/s in 10.0 s; wanted as many as possible
        processor      0.00 of one used by this process, 0 records sent for a second of it
        """,
        text.toString());
    assertEquals(
        "failed: vehicles never connected: 1, records lost: 34, error answers: 6, acks with an"
            + " unknown txid: 2, acks with a wrong record type: 12, answers that cannot be read: 4,"
            + " acked.txt cannot be written",
        FleetReportText.verdict(FleetFixture.bad()));
  }

  @Test
  void aReportForPrograms() {
    FleetReport report = FleetFixture.bad();
    JsonObject json = new JsonObject(FleetReportJson.of(report).encode());
    assertEquals(false, json.getBoolean("ok"));
    assertEquals(new JsonArray(report.problems()), json.getJsonArray("problems"));
    assertEquals(
        "{\"vehicles\":5,\"tried\":4,\"ever_connected\":3,\"connected\":2,\"peak\":3,"
            + "\"reconnects\":7,\"failures\":{\"connection refused\":9},"
            + "\"disconnects\":{\"closed by the server: 1001\":8},\"handshake_ms\":"
            + "{\"count\":0,\"p50\":0.0,\"p90\":0.0,\"p99\":0.0,\"p99.9\":0.0,\"max\":0.0},"
            + "\"resumed\":0,\"connecting_s\":6.0,\"reconnecting\":null}",
        json.getJsonObject("connections").encode());
    assertEquals(
        "{\"made\":100,\"sent\":90,\"resent\":11,\"acked\":60,\"refused\":6,\"dropped\":10,"
            + "\"lost\":34,\"errors\":{\"record not stored\":6},\"duplicate_acks\":1,"
            + "\"unknown_txids\":2,\"wrong_topics\":12,\"unreadable\":4}",
        json.getJsonObject("records").encode());
    assertEquals(
        "{\"measured_s\":10.0,\"wanted_per_s\":null,\"sent_per_s\":9.0,\"acked_per_s\":6.0,"
            + "\"cpu_s\":0.0,\"sent_per_cpu_s\":0.0}",
        json.getJsonObject("rates").encode());
    assertEquals(
        "{\"count\":1000,\"p50\":1.0,\"p90\":2.0,\"p99\":3.0,\"p99.9\":4.0,\"max\":5.0}",
        FleetReportJson.of(FleetFixture.good()).getJsonObject("ack_latency_ms").encode());
  }
}
