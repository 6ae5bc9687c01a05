package io.fleettelemetry.simulator;

import io.fleettelemetry.simulator.FleetProgress.Phase;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** When a fleet started, had tried to connect, and stopped making records. Thread-safe. */
final class Timeline {

  private final FleetSettings settings;
  private final FleetMeters meters;
  private final Checkpoint started;
  private volatile Checkpoint tried;
  private volatile Checkpoint stopped;
  private volatile boolean ended;

  /** Starts now. */
  Timeline(FleetSettings settings, FleetMeters meters) {
    this.settings = settings;
    this.meters = meters;
    this.started = Checkpoint.of(meters);
  }

  /** Each vehicle has tried to connect: what is measured begins here. Not for event loops. */
  void allTried() {
    meters.ackLatency.restart();
    tried = Checkpoint.of(meters);
  }

  /** No more records are made. */
  void stopped() {
    stopped = Checkpoint.of(meters);
  }

  /** It is over. */
  void ended() {
    ended = true;
  }

  Phase phase() {
    if (ended) {
      return Phase.ENDED;
    }
    if (stopped != null) {
      return Phase.DRAINING;
    }
    return tried == null ? Phase.CONNECTING : Phase.SENDING;
  }

  Duration elapsed() {
    return since(started);
  }

  /** Whether acks have been waited for long enough. */
  boolean isDrainOver() {
    return since(stopped).compareTo(settings.delivery().drain()) >= 0;
  }

  /** Until the fleet ends by itself, about. */
  Optional<Duration> left() {
    Optional<Duration> left =
        switch (phase()) {
          case CONNECTING ->
              earlier(settings.load().duration().map(connecting()::plus), recordsLeft());
          case SENDING ->
              earlier(
                  settings.load().duration().map(all -> all.minus(since(tried))), recordsLeft());
          case DRAINING -> Optional.of(settings.delivery().drain().minus(since(stopped)));
          case ENDED -> Optional.of(Duration.ZERO);
        };
    return left.map(time -> time.isNegative() ? Duration.ZERO : time);
  }

  private Duration connecting() {
    return seconds((settings.vehicles().count() - meters.tried()) / settings.connecting().rampUp());
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

  private static Duration since(Checkpoint checkpoint) {
    return Duration.ofNanos(System.nanoTime() - checkpoint.at());
  }

  /** How fast it was; once it is stopped. */
  FleetReport.Rates rates() {
    boolean whole = tried == null || tried.at() - stopped.at() > 0;
    return (whole ? started : tried).until(stopped, settings.load().rate());
  }
}
