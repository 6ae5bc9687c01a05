package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineTest {

  private static final Measure MEASURE =
      Measure.of("cpu", "CPU a record", "us", Goal.atMostOfFloor(1.4));

  @Test
  void comparesTheMedians() {
    Line line =
        line(
            MEASURE,
            trial(Subject.FLOOR, 10, 0.1),
            trial(Subject.SERVER, 13, 0.2),
            trial(Subject.FLOOR, 9, 0.1),
            trial(Subject.SERVER, 99, 0.4),
            trial(Subject.FLOOR, 30, 0.1),
            trial(Subject.SERVER, 12, 0.3));
    assertEquals(new Summary(13, 12, 99), line.server());
    assertEquals(Optional.of(new Summary(10, 9, 30)), line.floor());
    assertEquals(1.3, line.ratio().orElseThrow(), 1e-9);
    assertEquals(Optional.of(true), line.isMet());
    assertEquals(0.4, line.loadCores());
    assertTrue(line.isValid());
  }

  @Test
  void aGoalThatIsNotMet() {
    Line line = line(MEASURE, trial(Subject.FLOOR, 10, 0), trial(Subject.SERVER, 15, 0));
    assertEquals(Optional.of(false), line.isMet());
  }

  @Test
  void withoutAFloorNothingIsComparedWithIt() {
    Line line = line(MEASURE, trial(Subject.SERVER, 15, 0));
    assertEquals(Optional.empty(), line.floor());
    assertEquals(Optional.empty(), line.ratio());
    assertEquals(Optional.empty(), line.isMet());
  }

  @Test
  void aValueIsJudgedWithoutAFloor() {
    Measure value = Measure.of("cpu", "", "us", Goal.atMost(14));
    assertEquals(Optional.of(false), line(value, trial(Subject.SERVER, 15, 0)).isMet());
  }

  @Test
  void withoutAGoalNothingIsJudged() {
    Measure free = Measure.withoutGoal("cpu", "", "us");
    Line line = line(free, trial(Subject.FLOOR, 10, 0), trial(Subject.SERVER, 15, 0));
    assertEquals(Optional.empty(), line.isMet());
  }

  @Test
  void ofTheFloorAloneThereIsNoLine() {
    assertEquals(Optional.empty(), Line.of(MEASURE, List.of(trial(Subject.FLOOR, 10, 0))));
  }

  @Test
  void aValueThatCouldNotBeHadIsLeftOut() {
    Trial without = new Trial(2, Subject.SERVER, new Sample(Map.of(), 0, List.of()), 0);
    assertEquals(
        new Summary(15, 15, 15), line(MEASURE, trial(Subject.SERVER, 15, 0), without).server());
  }

  @Test
  void isNotValidWhenTheLoadGeneratorHadNoTimeLeftInOneTrial() {
    Line line = line(MEASURE, trial(Subject.FLOOR, 10, 0.96), trial(Subject.SERVER, 15, 0.5));
    assertFalse(line.isValid());
  }

  private static Line line(Measure measure, Trial... trials) {
    return Line.of(measure, List.of(trials)).orElseThrow();
  }

  private static Trial trial(Subject subject, double value, double loadCores) {
    return new Trial(1, subject, new Sample(Map.of("cpu", value), loadCores, List.of()), 0);
  }
}
