package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a record costs with one dispatcher as reliable ack source, and how many it has on their way
 * at once when its system is far: over a long link, what waits for one answer at a time is slow.
 * The floor dispatches nothing and has no figures here.
 */
final class DispatcherRow implements Row {

  private static final int VEHICLES = 200;
  private static final int RATE = 4_000;

  /** Far more on their way than any window of a dispatcher takes. */
  private static final int UNACKED = 100;

  /** As between two regions of a cloud. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(20);

  private final String name;
  private final MeasuredSystem.Starter system;
  private final boolean far;
  private final Effort effort;
  private final Measure cpu;
  private final Measure ack;
  private final Measure rate;
  private final Measure inFlight;

  private DispatcherRow(String name, MeasuredSystem.Starter system, boolean far, Effort effort) {
    this.name = "dispatcher-" + name;
    this.system = system;
    this.far = far;
    this.effort = effort;
    String id = name.replace('-', '_');
    cpu = Measure.withoutGoal("cpu_" + id + "_4000", name + ": CPU a record, 4,000/s", "us");
    ack = Measure.withoutGoal("ack_" + id + "_4000", name + ": ack p50, the same", "ms");
    rate = Measure.withoutGoal("far_" + id, name + ": closed loop, system 20 ms away", "records/s");
    inFlight = Measure.withoutGoal("in_flight_" + id, name + ": of these on their way", "records");
  }

  /** A system that is reached over a connection. */
  static Row of(String name, MeasuredSystem.Starter system, Effort effort) {
    return new DispatcherRow(name, system, true, effort);
  }

  /** A system without a connection, or one that answers nothing. */
  static Row near(String name, MeasuredSystem.Starter system, Effort effort) {
    return new DispatcherRow(name, system, false, effort);
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
    return far ? List.of(cpu, ack, rate, inFlight) : List.of(cpu, ack);
  }

  @Override
  public Sample measure(Subject subject, Workbench bench) throws TrialFailure {
    if (subject == Subject.FLOOR) {
      return new Sample(Map.of(), 0, List.of());
    }
    Map<String, Double> values = new HashMap<>();
    List<JsonObject> reports = new ArrayList<>();
    measureNear(bench, values, reports);
    if (far) {
      measureFar(bench, values, reports);
    }
    double load =
        reports.stream()
            .mapToDouble(report -> Simulation.number(report, "simulator", "cores").orElse(0.0))
            .max()
            .orElse(0);
    return new Sample(values, load, reports);
  }

  private void measureNear(Workbench bench, Map<String, Double> values, List<JsonObject> reports)
      throws TrialFailure {
    try (MeasuredSystem here = system.start(bench, port -> port);
        MeasuredServer server = MeasuredServer.start(bench, Subject.SERVER, b -> here.config())) {
      Simulation simulation = new Simulation(bench, server);
      simulation.run("--vehicles", VEHICLES, "--rate", "max", "--duration", effort.warmUp());
      JsonObject report =
          simulation.run(
              "--vehicles",
              VEHICLES,
              "--rate",
              RATE,
              "--warm-up",
              effort.warmUp(),
              "--duration",
              effort.measured());
      values.put(cpu.id(), Simulation.required(report, "server", "measured", "cpu_us_per_acked"));
      values.put(ack.id(), Simulation.required(report, "ack_latency_ms", "p50"));
      reports.add(report);
    }
  }

  private void measureFar(Workbench bench, Map<String, Double> values, List<JsonObject> reports)
      throws TrialFailure {
    try (DelayedLink link = DelayedLink.open(ROUND_TRIP);
        MeasuredSystem there = system.start(bench, link::leadTo);
        MeasuredServer server = MeasuredServer.start(bench, Subject.SERVER, b -> there.config())) {
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
      values.put(rate.id(), acked);
      // By Little's law: what is on its way is the rate times how long the way takes, at least.
      values.put(inFlight.id(), acked * ROUND_TRIP.toMillis() / 1_000);
      reports.add(report);
    }
  }
}
