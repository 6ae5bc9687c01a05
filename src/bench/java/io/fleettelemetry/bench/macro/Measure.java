package io.fleettelemetry.bench.macro;

import java.util.Optional;

/**
 * What a row tells: one line of the table.
 *
 * @param id its name in the JSON, unique in all rows
 * @param title what is measured, for readers
 * @param unit of its values; empty for a ratio
 * @param goal what it should be; empty when nothing is asked
 */
record Measure(String id, String title, String unit, Optional<Goal> goal) {

  static Measure of(String id, String title, String unit, Goal goal) {
    return new Measure(id, title, unit, Optional.of(goal));
  }

  static Measure withoutGoal(String id, String title, String unit) {
    return new Measure(id, title, unit, Optional.empty());
  }
}
