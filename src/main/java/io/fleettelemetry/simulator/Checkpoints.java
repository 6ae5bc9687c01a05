package io.fleettelemetry.simulator;

import io.fleettelemetry.simulator.FleetReport.Reconnecting;
import io.fleettelemetry.simulator.ServerUsage.Spent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the fleet had done at its milestones, and what lies between them. Thread-safe. */
final class Checkpoints {

  private final FleetMeters meters;
  private final Optional<ProcessMeter> server;
  private final Map<Milestone, Checkpoint> reached = new ConcurrentHashMap<>();
  private final List<Round> rounds = new CopyOnWriteArrayList<>();

  /** The vehicles' way back, once all had left. */
  private record Round(Checkpoint left, Checkpoint back) {}

  Checkpoints(FleetMeters meters, Optional<ProcessMeter> server) {
    this.meters = meters;
    this.server = server;
  }

  /** Accounts for this moment. Blocks the thread. */
  Checkpoint now() {
    return Checkpoint.of(meters, server);
  }

  /** This milestone is reached now. Blocks the thread. */
  void reached(Milestone milestone) {
    reached.put(milestone, now());
  }

  /** All vehicles have come back since they had left. Blocks the thread. */
  void cameBack(Checkpoint left) {
    rounds.add(new Round(left, now()));
  }

  /** Empty before it is reached. */
  Optional<Checkpoint> at(Milestone milestone) {
    return Optional.ofNullable(reached.get(milestone));
  }

  /** Where measuring began; the start when it ended before. */
  private Checkpoint measuredFrom() {
    return at(Milestone.RECONNECTED).or(() -> at(Milestone.WARMED_UP)).orElse(start());
  }

  private Checkpoint start() {
    return reached.get(Milestone.START);
  }

  private Checkpoint stopped() {
    return reached.get(Milestone.STOPPED);
  }

  /** How fast it was; once it is stopped. */
  FleetReport.Rates rates(OptionalDouble wanted) {
    return measuredFrom().rates(stopped(), wanted);
  }

  /** How long it took until each vehicle had tried to connect, or until it was stopped before. */
  Duration connecting() {
    return start().time(at(Milestone.CONNECTED).orElse(stopped()));
  }

  /** How vehicles came back when they were to; empty when they never did. */
  Optional<Reconnecting> reconnecting() {
    return rounds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Reconnecting(
                rounds.size(),
                rounds.stream().mapToLong(Checkpoints::connections).sum(),
                rounds.stream().mapToLong(r -> r.back().failures() - r.left().failures()).sum(),
                rounds.stream().mapToLong(r -> r.back().resumed() - r.left().resumed()).sum(),
                rounds.stream()
                    .map(round -> round.left().time(round.back()))
                    .reduce(Duration.ZERO, Duration::plus),
                meters.returnTime.total()));
  }

  private static long connections(Round round) {
    return round.back().connections() - round.left().connections();
  }

  /** What the server's process used; empty when it is not accounted for. */
  Optional<ServerUsage> server() {
    return server.map(
        process ->
            new ServerUsage(
                process.pid(),
                process.read().isEmpty(),
                serverAtMilestones(),
                at(Milestone.CONNECTED).flatMap(end -> start().serverSpent(end, end.connections())),
                serverReconnecting(),
                measuredFrom().serverSpent(stopped(), stopped().acked() - measuredFrom().acked())));
  }

  private Map<Milestone, ProcessUsage> serverAtMilestones() {
    Map<Milestone, ProcessUsage> usages = new EnumMap<>(Milestone.class);
    reached.forEach(
        (milestone, checkpoint) ->
            checkpoint.server().ifPresent(usage -> usages.put(milestone, usage)));
    return usages;
  }

  /** Empty also when the process was not there through all of it. */
  private Optional<Spent> serverReconnecting() {
    List<Spent> all =
        rounds.stream()
            .flatMap(r -> r.left().serverSpent(r.back(), connections(r)).stream())
            .toList();
    return all.isEmpty() || all.size() < rounds.size()
        ? Optional.empty()
        : Optional.of(all.stream().reduce(Spent.NOTHING, Spent::plus));
  }
}
