package io.fleettelemetry.bench.macro;

import java.util.function.DoubleSupplier;

/** How much of a core something uses from now on, by a meter of processor time. */
final class CoreUse {

  private final DoubleSupplier cpuSeconds;
  private final double before;
  private final long beginNanos = System.nanoTime();

  /**
   * Begins now.
   *
   * @param cpuSeconds processor time so far, in seconds
   */
  CoreUse(DoubleSupplier cpuSeconds) {
    this.cpuSeconds = cpuSeconds;
    this.before = cpuSeconds.getAsDouble();
  }

  /** In cores, from the beginning to now. */
  double cores() {
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    return Math.max(0, cpuSeconds.getAsDouble() - before) / seconds;
  }
}
