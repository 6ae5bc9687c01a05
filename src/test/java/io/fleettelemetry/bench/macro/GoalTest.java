package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GoalTest {

  @Test
  void atLeastAPartOfTheFloor() {
    Goal goal = Goal.atLeastOfFloor(0.5);
    assertTrue(goal.isMet(50, 100));
    assertFalse(goal.isMet(49, 100));
    assertEquals("≥ 0.5 × floor", goal.toString());
  }

  @Test
  void atMostSoManyTimesTheFloor() {
    Goal goal = Goal.atMostOfFloor(1.5);
    assertTrue(goal.isMet(150, 100));
    assertFalse(goal.isMet(151, 100));
    assertEquals("≤ 1.5 × floor", goal.toString());
  }

  @Test
  void atMostSoMuchAboveTheFloor() {
    Goal goal = Goal.atMostAboveFloor(4);
    assertTrue(goal.isMet(5, 1));
    assertFalse(goal.isMet(5.1, 1));
    assertEquals("≤ floor + 4", goal.toString());
  }

  @Test
  void atMostAValueNeedsNoFloor() {
    Goal goal = Goal.atMost(300);
    assertFalse(goal.needsFloor());
    assertTrue(goal.isMet(300, Double.NaN));
    assertFalse(goal.isMet(301, Double.NaN));
    assertEquals("≤ 300", goal.toString());
  }
}
