package io.fleettelemetry.bench.macro;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a start takes, on all cores, until the first connection is taken: from the launcher's
 * start, and with the AOT cache where the launcher takes one.
 */
final class StartRow implements Row {

  private static final double NANOS_A_SECOND = 1e9;

  private final Measure plain =
      Measure.withoutGoal("start", "start to listening, all cores, no AOT cache", "s");
  private final Measure cached =
      Measure.of("start_aot", "start to listening, all cores, AOT cache", "s", Goal.atMost(1.1));

  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public int vehicles() {
    return 0;
  }

  @Override
  public List<Measure> measures() {
    return List.of(plain, cached);
  }

  @Override
  public Sample measure(Subject subject, Workbench bench) throws TrialFailure {
    Map<String, Double> values = new HashMap<>();
    try (MeasuredServer server = MeasuredServer.startOnAllCores(bench, subject, "")) {
      values.put((server.hasAotCache() ? cached : plain).id(), seconds(server));
      if (subject == Subject.FLOOR) {
        values.put(cached.id(), seconds(server));
      }
    }
    if (!values.containsKey(plain.id())) {
      try (MeasuredServer server =
          MeasuredServer.startOnAllCores(bench, subject, "-XX:AOTMode=off")) {
        values.put(plain.id(), seconds(server));
      }
    }
    return new Sample(values, 0, List.of());
  }

  private static double seconds(MeasuredServer server) {
    return server.startedIn().toNanos() / NANOS_A_SECOND;
  }
}
