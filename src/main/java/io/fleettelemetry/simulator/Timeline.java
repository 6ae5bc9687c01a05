package io.fleettelemetry.simulator;

import io.fleettelemetry.simulator.FleetProgress.Phase;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** In which phase a fleet is, and how long it will take. Thread-safe. */
final class Timeline {

  private final FleetSettings settings;
  private final FleetMeters meters;
  private final Checkpoints checkpoints;
  private volatile boolean ended;

  /**
   * @param checkpoints of a fleet that has started
   */
  Timeline(FleetSettings settings, FleetMeters meters, Checkpoints checkpoints) {
    this.settings = settings;
    this.meters = meters;
    this.checkpoints = checkpoints;
  }

  /** It is over. */
  void ended() {
    ended = true;
  }

  Phase phase() {
    if (ended) {
      return Phase.ENDED;
    }
    if (isReached(Milestone.STOPPED)) {
      return Phase.DRAINING;
    }
    if (!isReached(Milestone.CONNECTED)) {
      return Phase.CONNECTING;
    }
    if (!isReached(Milestone.WARMED_UP)) {
      return Phase.WARMING_UP;
    }
    return isReached(begin()) ? Phase.SENDING : Phase.COMING_BACK;
  }

  private boolean isReached(Milestone milestone) {
    return checkpoints.at(milestone).isPresent();
  }

  /** Where the time for records begins. */
  private Milestone begin() {
    return settings.measuring().rounds() > 0 ? Milestone.RECONNECTED : Milestone.WARMED_UP;
  }

  Duration elapsed() {
    return since(Milestone.START);
  }

  /** Whether acks have been waited for long enough. */
  boolean isDrainOver() {
    return since(Milestone.STOPPED).compareTo(settings.delivery().drain()) >= 0;
  }

  /** Until the fleet ends by itself, about. */
  Optional<Duration> left() {
    Duration warmUp = settings.measuring().warmUp();
    Optional<Duration> left =
        switch (phase()) {
          case CONNECTING -> leftAfter(connecting().plus(warmUp).plus(comingBack()));
          case WARMING_UP -> leftAfter(warmUp.minus(since(Milestone.CONNECTED)).plus(comingBack()));
          case COMING_BACK -> leftAfter(comingBack().minus(since(Milestone.WARMED_UP)));
          case SENDING -> leftAfter(since(begin()).negated());
          case DRAINING -> Optional.of(settings.delivery().drain().minus(since(Milestone.STOPPED)));
          case ENDED -> Optional.of(Duration.ZERO);
        };
    return left.map(time -> time.isNegative() ? Duration.ZERO : time);
  }

  /** The time for records once this long has passed, unless there are enough of them before. */
  private Optional<Duration> leftAfter(Duration before) {
    return earlier(settings.load().duration().map(before::plus), recordsLeft());
  }

  private Duration connecting() {
    return seconds((settings.vehicles().count() - meters.tried()) / settings.connecting().rampUp());
  }

  private Duration comingBack() {
    FleetSettings.Measuring measuring = settings.measuring();
    return measuring.atOnce()
        ? Duration.ZERO
        : seconds(
            measuring.rounds() * settings.vehicles().count() / settings.connecting().rampUp());
  }

  /** As long as it would take at the speed so far. */
  private Optional<Duration> recordsLeft() {
    long made = meters.made.sum();
    return settings.load().records().isEmpty() || made == 0
        ? Optional.empty()
        : Optional.of(
            seconds(
                (double) (settings.load().records().getAsLong() - made)
                    / made
                    * elapsed().toNanos()
                    / 1e9));
  }

  private static Optional<Duration> earlier(Optional<Duration> a, Optional<Duration> b) {
    return Stream.of(a, b).flatMap(Optional::stream).min(Duration::compareTo);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /** Since a milestone that is reached. */
  private Duration since(Milestone milestone) {
    return checkpoints
        .at(milestone)
        .map(reached -> Duration.ofNanos(System.nanoTime() - reached.at()))
        .orElseThrow();
  }
}
