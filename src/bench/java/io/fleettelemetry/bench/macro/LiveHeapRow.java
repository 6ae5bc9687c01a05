package io.fleettelemetry.bench.macro;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The heap that idle vehicles keep alive. Apart from resident memory: what tells it collects
 * garbage first.
 */
final class LiveHeapRow implements Row {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_NANOS = 50_000_000;
  private static final int RAMP_UP = 500;
  private static final double KIB = 1024;

  /** The last line: instances and bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private final Effort effort;
  private final Measure measure =
      Measure.withoutGoal("live_heap_share", "live heap, each idle vehicle's share", "KB");

  LiveHeapRow(Effort effort) {
    this.effort = effort;
  }

  @Override
  public String name() {
    return "live-heap";
  }

  @Override
  public int vehicles() {
    return effort.idleVehicles();
  }

  @Override
  public List<Measure> measures() {
    return List.of(measure);
  }

  @Override
  public Sample measure(Subject subject, Workbench bench) throws TrialFailure {
    try (MeasuredServer server = MeasuredServer.start(bench, subject, Dispatching.DISCARD)) {
      long before = liveBytes(bench, server);
      long filesBefore = openFiles(server);
      try (Running vehicles =
          new Simulation(bench, server)
              .start("--vehicles", effort.idleVehicles(), "--rate", 0, "--ramp-up", RAMP_UP)) {
        awaitConnected(server, vehicles, filesBefore + effort.idleVehicles());
        double share = (liveBytes(bench, server) - before) / KIB / effort.idleVehicles();
        return new Sample(Map.of(measure.id(), share), 0, List.of());
      }
    }
  }

  private static void awaitConnected(MeasuredServer server, Running vehicles, long files)
      throws TrialFailure {
    long begin = System.nanoTime();
    while (openFiles(server) < files) {
      if (!vehicles.isAlive()) {
        throw vehicles.failure("has ended");
      }
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw vehicles.failure("has not connected all vehicles");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static long openFiles(MeasuredServer server) throws TrialFailure {
    try {
      return ProcessFacts.openFiles(server.pid());
    } catch (IOException e) {
      throw server.failure("has ended");
    }
  }

  /** After a full collection, which this asks for. */
  private static long liveBytes(Workbench bench, MeasuredServer server) throws TrialFailure {
    List<String> command =
        List.of(
            bench.java().program("jcmd").toString(),
            Long.toString(server.pid()),
            "GC.class_histogram");
    try (Running jcmd = bench.start("jcmd", command)) {
      jcmd.awaitEnd(LIMIT);
      return TOTAL
          .matcher(jcmd.output())
          .results()
          .map(MatchResult::group)
          .map(total -> Long.parseLong(total.substring(total.lastIndexOf(' ') + 1)))
          .findFirst()
          .orElseThrow(() -> jcmd.failure("tells no total"));
    } catch (IOException e) {
      throw new TrialFailure("the live heap cannot be had", e);
    }
  }
}
