package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a record costs at a rate that leaves the server time, and how long its ack takes.
 *
 * @param cpu the measure of what a record costs
 * @param latencies measures of ack latency, by the member of the report's {@code ack_latency_ms}
 */
record PacedRow(
    String name,
    Dispatching dispatching,
    int vehicles,
    int rate,
    Measure cpu,
    Map<String, Measure> latencies,
    Effort effort)
    implements Row {

  /** Of the measures whose quotient tells what many vehicles cost more. */
  static final String CPU_FEW = "cpu_few_vehicles";

  static final String CPU_MANY = "cpu_many_vehicles";

  private static final int FEW = 200;

  private static final int RAMP_UP = 500;

  /** From few vehicles, acked at once, with the latencies of acks. */
  static Row few(Effort effort) {
    return new PacedRow(
        "paced-few",
        Dispatching.DISCARD,
        FEW,
        5_000,
        Measure.of(
            CPU_FEW, "CPU a record, 5,000/s from 200 vehicles", "us", Goal.atMostOfFloor(1.4)),
        Map.of(
            "p50", Measure.withoutGoal("ack_p50", "ack p50, 5,000/s from 200 vehicles", "ms"),
            "p99",
                Measure.of(
                    "ack_p99",
                    "ack p99, 5,000/s from 200 vehicles",
                    "ms",
                    Goal.atMostAboveFloor(1.4)),
            "p99.9",
                Measure.of(
                    "ack_p999",
                    "ack p99.9, 5,000/s from 200 vehicles",
                    "ms",
                    Goal.atMostAboveFloor(4))),
        effort);
  }

  /** The same from many vehicles. */
  static Row many(Effort effort) {
    return new PacedRow(
        "paced-many",
        Dispatching.DISCARD,
        effort.manyVehicles(),
        5_000,
        Measure.of(
            CPU_MANY,
            "CPU a record, 5,000/s from %,d vehicles".formatted(effort.manyVehicles()),
            "us",
            Goal.atMostOfFloor(1.2)),
        Map.of(),
        effort);
  }

  /** With Kafka as reliable ack source; the floor acks at once. */
  static Row kafka(Effort effort) {
    return new PacedRow(
        "kafka",
        Dispatching.KAFKA,
        FEW,
        4_000,
        Measure.of(
            "cpu_kafka",
            "CPU a record, 4,000/s, Kafka as reliable source",
            "us",
            Goal.atMostOfFloor(1.9)),
        Map.of("p99", Measure.withoutGoal("ack_p99_kafka", "ack p99, the same", "ms")),
        effort);
  }

  @Override
  public List<Measure> measures() {
    List<Measure> all = new ArrayList<>(List.of(cpu));
    latencies.keySet().stream().sorted().map(latencies::get).forEach(all::add);
    return all;
  }

  /** At the pace that is measured the compilers would be busy for more than a minute. */
  private void warmUp(Simulation simulation) throws TrialFailure {
    simulation.run("--vehicles", FEW, "--rate", "max", "--duration", effort.warmUp());
  }

  @Override
  public Sample measure(Subject subject, Workbench bench) throws TrialFailure {
    try (MeasuredServer server = MeasuredServer.start(bench, subject, dispatching)) {
      Simulation simulation = new Simulation(bench, server);
      warmUp(simulation);
      CoreUse broker = bench.brokerUse();
      JsonObject report =
          simulation.run(
              "--vehicles", vehicles,
              "--rate", rate,
              "--ramp-up", RAMP_UP,
              "--warm-up", effort.warmUp(),
              "--duration", effort.measured());
      Map<String, Double> values = new HashMap<>();
      values.put(cpu.id(), Simulation.required(report, "server", "measured", "cpu_us_per_acked"));
      for (Map.Entry<String, Measure> latency : latencies.entrySet()) {
        values.put(
            latency.getValue().id(),
            Simulation.required(report, "ack_latency_ms", latency.getKey()));
      }
      double simulator = Simulation.required(report, "simulator", "cores");
      return new Sample(values, simulator + broker.cores(), List.of(report));
    }
  }
}
