package io.fleettelemetry.simulator;

import java.util.concurrent.CompletableFuture;

/** Tells when something was done as often as it was to be. Belongs to its event loop. */
final class Countdown {

  private int left;
  private CompletableFuture<Void> done = new CompletableFuture<>();

  /** Waits for so many; what was waited for before is not told any more. */
  CompletableFuture<Void> of(int count) {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    left = count;
    done = begun;
    if (count == 0) {
      begun.complete(null);
    }
    return begun;
  }

  /** It was done once more. */
  void step() {
    left--;
    if (left == 0) {
      done.complete(null);
    }
  }
}
