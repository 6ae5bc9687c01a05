package io.fleettelemetry.bench.macro;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the rounds say of one measure.
 *
 * @param floor empty where the floor has no such thing
 * @param loadCores the most that the load generator used in any of the trials, in cores
 * @param foreignCores the most that other work used of the machine in any of the trials, in cores
 */
record Line(
    Measure measure,
    Summary server,
    Optional<Summary> floor,
    double loadCores,
    double foreignCores) {

  /** A load generator that used more had no time left, and may be what limited the server. */
  static final double MOST_LOAD_CORES = 0.95;

  /** A line of these trials; empty when the server has no value. */
  static Optional<Line> of(Measure measure, Collection<Trial> trials) {
    List<Double> server = values(measure, Subject.SERVER, trials);
    if (server.isEmpty()) {
      return Optional.empty();
    }
    List<Double> floor = values(measure, Subject.FLOOR, trials);
    return Optional.of(
        new Line(
            measure,
            Summary.of(server),
            floor.isEmpty() ? Optional.empty() : Optional.of(Summary.of(floor)),
            trials.stream().mapToDouble(trial -> trial.sample().loadCores()).max().orElse(0),
            trials.stream().mapToDouble(Trial::foreignCores).max().orElse(0)));
  }

  /**
   * A line that compares two others: the quotient of their medians, for server and floor.
   *
   * @param measure what to call it
   */
  static Line quotient(Measure measure, Line over, Line under) {
    double server = over.server().median() / under.server().median();
    Optional<Summary> floor =
        over.floor()
            .flatMap(a -> under.floor().map(b -> a.median() / b.median()))
            .map(value -> new Summary(value, value, value));
    return new Line(
        measure,
        new Summary(server, server, server),
        floor,
        Math.max(over.loadCores(), under.loadCores()),
        Math.max(over.foreignCores(), under.foreignCores()));
  }

  private static List<Double> values(Measure measure, Subject subject, Collection<Trial> trials) {
    return trials.stream()
        .filter(trial -> trial.subject() == subject)
        .map(trial -> trial.sample().values().get(measure.id()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Server by floor, median by median; empty without a floor. */
  Optional<Double> ratio() {
    return floor.map(f -> server.median() / f.median());
  }

  /** Whether the load generator had time left. */
  boolean isValid() {
    return loadCores <= MOST_LOAD_CORES;
  }

  /** Empty when nothing is asked, or the floor has no value to compare with. */
  Optional<Boolean> isMet() {
    return measure
        .goal()
        .filter(goal -> floor.isPresent() || !goal.needsFloor())
        .map(goal -> goal.isMet(server.median(), floor.map(Summary::median).orElse(Double.NaN)));
  }
}
