package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * How many records a second one core takes when vehicles send the next at the ack of another. Told
 * twice: as they came, and for each second of the server's processor time, which is less when the
 * load generator leaves the server idle.
 */
final class ClosedLoopRow implements Row {

  private static final int VEHICLES = 200;

  /** As vehicles send: each record in a TLS record and a packet of its own. */
  private static final int UNACKED = 1;

  private final String name;
  private final Dispatching dispatching;
  private final Measure rate;
  private final Measure ofCpu;
  private final Effort effort;

  private ClosedLoopRow(String name, Dispatching dispatching, Goal goal, Effort effort) {
    this.name = name;
    this.dispatching = dispatching;
    this.effort = effort;
    String id = name.replace('-', '_');
    String what =
        dispatching == Dispatching.FILE ? "file without fsync" : "dispatcher that discards";
    rate = Measure.of(id, "closed loop, one core, " + what, "records/s", goal);
    ofCpu = Measure.of(id + "_cpu", "the same, by processor time", "records/CPU s", goal);
  }

  /** With a dispatcher that discards. */
  static Row discarding(Effort effort) {
    return new ClosedLoopRow("closed-loop", Dispatching.DISCARD, Goal.atLeastOfFloor(0.68), effort);
  }

  /** With the record store in memory. */
  static Row storing(Effort effort) {
    return new ClosedLoopRow(
        "closed-loop-file", Dispatching.FILE, Goal.atLeastOfFloor(0.6), effort);
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
    return List.of(rate, ofCpu);
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
      double acked = Simulation.required(report, "rates", "acked_per_s");
      double cores = Simulation.required(report, "server", "measured", "cores");
      return new Sample(
          Map.of(rate.id(), acked, ofCpu.id(), acked / cores),
          Simulation.required(report, "simulator", "cores"),
          List.of(report));
    }
  }
}
