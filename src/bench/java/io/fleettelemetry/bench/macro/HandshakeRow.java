package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a handshake with its upgrade costs: of a vehicle that is seen for the first time, of one
 * whose certificate was seen before, and of one that resumes its session. The floor checks no
 * certificate, so to it the first two are the same; all three are compared with its full handshake,
 * and resumed sessions with its resumed ones besides.
 */
final class HandshakeRow implements Row {

  /** The key of the server's certificate. */
  private enum Key {
    P256("P-256"),
    RSA2048("RSA-2048");

    private final String text;

    Key(String text) {
      this.text = text;
    }
  }

  /** Each side has time left at this pace. */
  private static final int RAMP_UP = 200;

  /** Faster, where nothing is measured. */
  private static final int WARM_UP_RAMP_UP = 400;

  private static final int WARM_UP_COMING_BACK = 1;
  private static final int COMING_BACK = 2;

  private static final String RESUME = "--resume-tls";

  private static final double MICROS_A_MILLI = 1000;

  private final Key key;
  private final Effort effort;
  private final Measure first;
  private final Measure known;
  private final Measure resumed;
  private final Measure bothResumed;

  private HandshakeRow(Key key, Effort effort) {
    this.key = key;
    this.effort = effort;
    first = measure("first", "first contact", 1.5);
    known = measure("known", "known chain", 1.15);
    resumed = measure("resumed", "resumed", 0.7);
    bothResumed =
        Measure.withoutGoal(
            resumed.id() + "_both", resumed.title() + ", the floor's too", resumed.unit());
  }

  /** With a P-256 key, for which goals are set. */
  static Row p256(Effort effort) {
    return new HandshakeRow(Key.P256, effort);
  }

  /** With an RSA key of 2,048 bits. */
  static Row rsa(Effort effort) {
    return new HandshakeRow(Key.RSA2048, effort);
  }

  private Measure measure(String id, String kind, double mostOfFloor) {
    return new Measure(
        "handshake_" + key.name().toLowerCase(Locale.ROOT) + "_" + id,
        "CPU a handshake, " + key.text + " key, " + kind,
        "ms",
        key == Key.P256 ? Optional.of(Goal.atMostOfFloor(mostOfFloor)) : Optional.empty());
  }

  @Override
  public String name() {
    return key == Key.P256 ? "handshake-p256" : "handshake-rsa";
  }

  @Override
  public int vehicles() {
    return Math.max(effort.handshakeVehicles(), effort.handshakeWarmUpVehicles());
  }

  @Override
  public List<Measure> measures() {
    return List.of(first, known, resumed, bothResumed);
  }

  @Override
  public Sample measure(Subject subject, Workbench bench) throws TrialFailure {
    Certificates certificates = bench.certificates();
    Certificates.Files certificate =
        key == Key.P256 ? certificates.p256Server() : certificates.rsaServer();
    try (MeasuredServer server =
        MeasuredServer.start(bench, subject, Dispatching.DISCARD, certificate)) {
      Simulation simulation = new Simulation(bench, server);
      warmUp(simulation);
      CoreUse load = new CoreUse(ProcessFacts::endedChildrenCpuSeconds);
      JsonObject full = run(simulation);
      double loadCores = load.cores();
      warmUp(simulation, RESUME);
      load = new CoreUse(ProcessFacts::endedChildrenCpuSeconds);
      JsonObject resuming = run(simulation, RESUME);
      loadCores = Math.max(loadCores, load.cores());
      if (!haveResumed(resuming)) {
        throw server.failure("does not let vehicles resume their sessions");
      }
      return new Sample(values(subject, full, resuming), loadCores, List.of(full, resuming));
    }
  }

  private Map<String, Double> values(Subject subject, JsonObject full, JsonObject resuming)
      throws TrialFailure {
    double knownCost = cost(full, "reconnecting");
    double resumedCost = cost(resuming, "reconnecting");
    boolean isFloor = subject == Subject.FLOOR;
    return Map.of(
        first.id(),
        isFloor ? knownCost : cost(full, "connecting"),
        known.id(),
        knownCost,
        resumed.id(),
        isFloor ? knownCost : resumedCost,
        bothResumed.id(),
        resumedCost);
  }

  /**
   * Each kind of handshake has code of its own, which Java compiles for good when it was used some
   * five thousand times.
   */
  private void warmUp(Simulation simulation, String... options) throws TrialFailure {
    int vehicles = effort.handshakeWarmUpVehicles();
    connect(simulation, vehicles, WARM_UP_RAMP_UP, WARM_UP_COMING_BACK, options);
  }

  private JsonObject run(Simulation simulation, String... options) throws TrialFailure {
    return connect(simulation, effort.handshakeVehicles(), RAMP_UP, COMING_BACK, options);
  }

  /** Vehicles of each run have certificates of their own, which the server has not seen. */
  private static JsonObject connect(
      Simulation simulation, int vehicles, int rampUp, int comingBack, String... options)
      throws TrialFailure {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("--vehicles", vehicles, "--ramp-up", rampUp));
    arguments.addAll(List.of("--rate", 0, "--duration", "1s", "--reconnects", comingBack));
    arguments.addAll(List.of(options));
    return simulation.run(arguments.toArray());
  }

  /** Whether all vehicles that came back resumed their sessions. */
  private static boolean haveResumed(JsonObject report) throws TrialFailure {
    return Simulation.required(report, "connections", "reconnecting", "resumed")
        == Simulation.required(report, "connections", "reconnecting", "connections");
  }

  private static double cost(JsonObject report, String phase) throws TrialFailure {
    return Simulation.required(report, "server", phase, "cpu_us_per_connection") / MICROS_A_MILLI;
  }
}
