package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Resident memory with idle vehicles, and when all of them have left and come back at once. */
final class IdleRow implements Row {

  private static final double KIB_A_MIB = 1024;
  private static final int RAMP_UP = 500;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Effort effort;
  private final Measure all;
  private final Measure share;
  private final Measure storm;

  IdleRow(Effort effort) {
    this.effort = effort;
    String vehicles = "%,d".formatted(effort.idleVehicles());
    all = Measure.of("rss_idle", "RSS, " + vehicles + " idle vehicles", "MB", Goal.atMost(300));
    share = Measure.of("rss_share", "RSS, each idle vehicle's share", "KB", Goal.atMost(18));
    storm =
        Measure.of("rss_storm", "RSS, all " + vehicles + " back at once", "MB", Goal.atMost(450));
  }

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public int vehicles() {
    return effort.idleVehicles();
  }

  @Override
  public List<Measure> measures() {
    return List.of(all, share, storm);
  }

  @Override
  public Sample measure(Subject subject, Workbench bench) throws TrialFailure {
    try (MeasuredServer server = MeasuredServer.start(bench, subject, Dispatching.DISCARD)) {
      JsonObject report =
          new Simulation(bench, server)
              .run(
                  "--vehicles",
                  effort.idleVehicles(),
                  "--rate",
                  0,
                  "--ramp-up",
                  RAMP_UP,
                  "--warm-up",
                  effort.settle(),
                  "--reconnects",
                  1,
                  "--at-once",
                  "--reconnect-max",
                  LONGEST_PAUSE,
                  "--duration",
                  effort.comeBack());
      double idle = rss(report, "warmed_up");
      double back = Math.max(rss(report, "reconnected"), rss(report, "stopped"));
      return new Sample(
          Map.of(
              all.id(), idle / KIB_A_MIB,
              share.id(), (idle - rss(report, "start")) / effort.idleVehicles(),
              storm.id(), back / KIB_A_MIB),
          Simulation.required(report, "simulator", "cores"),
          List.of(report));
    }
  }

  private static double rss(JsonObject report, String moment) throws TrialFailure {
    return Simulation.required(report, "server", "at", moment, "rss_kib");
  }
}
