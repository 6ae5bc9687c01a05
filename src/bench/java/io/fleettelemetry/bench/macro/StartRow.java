package io.fleettelemetry.bench.macro;

import java.util.List;
import java.util.Map;

/** How long a start takes, on all cores, until the first connection is taken. */
final class StartRow implements Row {

  private static final double NANOS_A_SECOND = 1e9;

  private final Measure measure =
      Measure.of("start_to_listening", "start to listening, all cores", "s", Goal.atMost(1.1));

  @Override
  public String name() {
    return "start";
  }

  @Override
  public int vehicles() {
    return 0;
  }

  @Override
  public List<Measure> measures() {
    return List.of(measure);
  }

  @Override
  public Sample measure(Subject subject, Workbench bench) throws TrialFailure {
    try (MeasuredServer server = MeasuredServer.startOnAllCores(bench, subject)) {
      return new Sample(
          Map.of(measure.id(), server.startedIn().toNanos() / NANOS_A_SECOND), 0, List.of());
    }
  }
}
