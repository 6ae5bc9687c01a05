package io.fleettelemetry.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the process of the server used. What lies behind its end is not there.
 *
 * @param ended whether it ended before the fleet did
 * @param at at each moment that was reached
 * @param connecting for the connections until each vehicle had tried
 * @param reconnecting for those of vehicles that came back when they were to, without their leaving
 * @param measured for the records that were acked while they were measured
 */
public record ServerUsage(
    long pid,
    boolean ended,
    Map<Milestone, ProcessUsage> at,
    Optional<Spent> connecting,
    Optional<Spent> reconnecting,
    Optional<Spent> measured) {

  /**
   * Processor time that went into something.
   *
   * @param count how often it was done
   * @param time how long that took
   */
  public record Spent(long count, Duration cpu, Duration time) {

    static final Spent NOTHING = new Spent(0, Duration.ZERO, Duration.ZERO);

    /** Microseconds for each; empty when it was never done. */
    public OptionalDouble microsEach() {
      return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(cpu.toNanos() / 1e3 / count);
    }

    /** The part of one processor that was used; 0 for no time. */
    public double cores() {
      return time.isZero() ? 0 : (double) cpu.toNanos() / time.toNanos();
    }

    Spent plus(Spent other) {
      return new Spent(count + other.count, cpu.plus(other.cpu), time.plus(other.time));
    }
  }
}
