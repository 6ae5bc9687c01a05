package io.fleettelemetry.simulator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Leads a fleet from its start through warm-up and coming back to the end of the time it was given.
 * All of it happens on the background thread.
 */
final class FleetPhases {

  private final FleetContext context;
  private final List<FleetLoop> loops;
  private final Checkpoints checkpoints;
  private final ScheduledExecutorService background;
  private final BooleanSupplier stopping;
  private final Runnable stop;

  /**
   * @param stopping whether the fleet goes no further
   * @param stop is told when the time is over
   */
  FleetPhases(
      FleetContext context,
      List<FleetLoop> loops,
      Checkpoints checkpoints,
      ScheduledExecutorService background,
      BooleanSupplier stopping,
      Runnable stop) {
    this.context = context;
    this.loops = loops;
    this.checkpoints = checkpoints;
    this.background = background;
    this.stopping = stopping;
    this.stop = stop;
  }

  /** Lets the vehicles connect, and goes on from there. */
  void begin() {
    ofLoops(FleetLoop::start).thenRunAsync(this::connected, background);
  }

  private void connected() {
    if (!stopping.getAsBoolean()) {
      checkpoints.reached(Milestone.CONNECTED);
      after(context.settings().measuring().warmUp(), this::warmedUp);
    }
  }

  private void warmedUp() {
    if (!stopping.getAsBoolean()) {
      checkpoints.reached(Milestone.WARMED_UP);
      comeBack(context.settings().measuring().rounds());
    }
  }

  private void comeBack(int rounds) {
    if (rounds == 0) {
      measure();
    } else {
      ofLoops(FleetLoop::leave).thenRunAsync(() -> comeBackOnce(rounds), background);
    }
  }

  /** Also when the fleet is stopping: vehicles may have records to send again. */
  private void comeBackOnce(int rounds) {
    boolean atOnce = context.settings().measuring().atOnce();
    Checkpoint left = checkpoints.now();
    ofLoops(loop -> loop.comeBack(atOnce))
        .thenRunAsync(
            () -> {
              if (!stopping.getAsBoolean()) {
                checkpoints.cameBack(left);
                comeBack(rounds - 1);
              }
            },
            background);
  }

  private void measure() {
    if (context.settings().measuring().rounds() > 0) {
      checkpoints.reached(Milestone.RECONNECTED);
    }
    context.meters().ackLatency.restart();
    context.settings().load().duration().ifPresent(duration -> after(duration, stop));
  }

  private void after(Duration time, Runnable next) {
    background.schedule(next, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Void> ofLoops(Function<FleetLoop, CompletableFuture<Void>> step) {
    return CompletableFuture.allOf(loops.stream().map(step).toArray(CompletableFuture[]::new));
  }
}
