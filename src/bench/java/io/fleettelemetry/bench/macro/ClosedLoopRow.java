package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** How many records a second one core takes when vehicles send the next at the ack of another. */
final class ClosedLoopRow implements Row {

  private static final int VEHICLES = 100;
  private static final int UNACKED = 16;

  private final String name;
  private final Dispatching dispatching;
  private final Measure measure;
  private final Effort effort;

  private ClosedLoopRow(String name, Dispatching dispatching, Measure measure, Effort effort) {
    this.name = name;
    this.dispatching = dispatching;
    this.measure = measure;
    this.effort = effort;
  }

  /** With a dispatcher that discards. */
  static Row discarding(Effort effort) {
    return new ClosedLoopRow(
        "closed-loop",
        Dispatching.DISCARD,
        Measure.of(
            "closed_loop",
            "one core, closed loop, discarded",
            "records/s",
            Goal.atLeastOfFloor(0.68)),
        effort);
  }

  /** With the record store in memory. */
  static Row storing(Effort effort) {
    return new ClosedLoopRow(
        "closed-loop-file",
        Dispatching.FILE,
        Measure.of(
            "closed_loop_file",
            "one core, closed loop, file without fsync",
            "records/s",
            Goal.atLeastOfFloor(0.6)),
        effort);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int vehicles() {
    return VEHICLES;
  }

  @Override
  public List<Measure> measures() {
    return List.of(measure);
  }

  @Override
  public Sample measure(Subject subject, Workbench bench) throws TrialFailure {
    try (MeasuredServer server = MeasuredServer.start(bench, subject, dispatching)) {
      JsonObject report =
          new Simulation(bench, server)
              .run(
                  "--vehicles",
                  VEHICLES,
                  "--rate",
                  "max",
                  "--max-unacked",
                  UNACKED,
                  "--warm-up",
                  effort.warmUp(),
                  "--duration",
                  effort.measured());
      return new Sample(
          Map.of(measure.id(), Simulation.required(report, "rates", "acked_per_s")),
          Simulation.required(report, "simulator", "cores"),
          List.of(report));
    }
  }
}
