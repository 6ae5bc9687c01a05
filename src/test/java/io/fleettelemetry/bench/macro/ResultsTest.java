package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final Measure FEW =
      Measure.of(PacedRow.CPU_FEW, "CPU from few", "us", Goal.atMostOfFloor(1.4));
  private static final Measure MANY = Measure.withoutGoal(PacedRow.CPU_MANY, "CPU from many", "us");
  private static final Measure START = Measure.of("start", "start", "s", Goal.atMost(1.1));
  private static final Machine MACHINE =
      new Machine("Some CPU", 2, 24_000, "Linux 6", "25.0.3", Instant.EPOCH);

  private static final Results RESULTS =
      new Results(
          List.of(
              row(
                  FEW,
                  trial(1, Subject.FLOOR, FEW, 100, 0.2),
                  trial(1, Subject.SERVER, FEW, 150, 0.3)),
              row(
                  MANY,
                  trial(1, Subject.FLOOR, MANY, 110, 0.97),
                  trial(1, Subject.SERVER, MANY, 165, 0.3)),
              row(
                  START,
                  trial(1, Subject.SERVER, START, 1.05, 0),
                  trial(2, Subject.SERVER, START, 2.25, 0)),
              new RowResult("kafka", List.of(), List.of(), Optional.of("no broker"))));

  @Test
  void writesATable() {
    assertEquals(
        """
        | measure | unit | server | floor | server / floor | goal | met | load core | other work |
        |---|---|---|---|---|---|---|---|---|
        | CPU from few | us | 150 | 100 | 1.50 | ≤ 1.4 × floor | **no** | 0.30 | 0.25 |
        | CPU from many | us | 165 | 110 | 1.50 | – | – | 0.97 ! | 0.25 |
        | start | s | 1.65 (1.05–2.25) | – | – | ≤ 1.1 | **no** | – | 0.25 |
        | CPU a record, many vehicles / 200 vehicles |  | 1.10 | 1.10 | 1.00 | ≤ 1.2 | yes | 0.97 ! | 0.25 |

        ! The load generator had less than 5 % of its core left: not valid.

        The row `kafka` has failed: no broker
        """,
        MarkdownTable.of(RESULTS));
  }

  @Test
  void isCompleteWhenNoRowHasFailed() {
    assertFalse(RESULTS.isComplete());
    assertTrue(new Results(RESULTS.rows().subList(0, 3)).isComplete());
  }

  @Test
  void writesEachValueAsJson() {
    JsonObject json = ResultsJson.of(RESULTS, MACHINE, List.of("--rounds", "2"));
    assertEquals("25.0.3", json.getJsonObject("machine").getString("java"));
    assertEquals(new JsonArray().add("--rounds").add("2"), json.getJsonArray("command_line"));
    JsonObject line = json.getJsonArray("lines").getJsonObject(0);
    assertEquals(150.0, line.getJsonObject("server").getDouble("median"));
    assertEquals(100.0, line.getJsonObject("floor").getDouble("median"));
    assertEquals(1.5, line.getDouble("ratio"));
    assertFalse(line.getBoolean("met"));
    JsonObject start = json.getJsonArray("rows").getJsonObject(2);
    JsonObject second = start.getJsonArray("trials").getJsonObject(1);
    assertEquals(2, second.getInteger("round"));
    assertEquals("server", second.getString("subject"));
    assertEquals(2.25, second.getJsonObject("values").getDouble("start"));
    assertEquals("report", second.getJsonArray("reports").getJsonObject(0).getString("a"));
    assertEquals("no broker", json.getJsonArray("rows").getJsonObject(3).getString("failure"));
  }

  @Test
  void figuresHaveThreeDigitsOrSo() {
    assertEquals(
        List.of("24,100", "104", "18.2", "0.67", "0.00"),
        List.of(24_100.4, 104.4, 18.24, 0.667, 0.0).stream().map(Figures::of).toList());
  }

  private static RowResult row(Measure measure, Trial... trials) {
    return new RowResult(measure.id(), List.of(measure), List.of(trials), Optional.empty());
  }

  private static Trial trial(
      int round, Subject subject, Measure measure, double value, double loadCores) {
    Sample sample =
        new Sample(
            Map.of(measure.id(), value), loadCores, List.of(new JsonObject().put("a", "report")));
    return new Trial(round, subject, sample, 0.25);
  }
}
