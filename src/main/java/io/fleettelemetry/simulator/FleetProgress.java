package io.fleettelemetry.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a fleet is. Counts are since its start.
 *
 * @param vehicles how many there are
 * @param connected how many are connected now
 * @param connectFailure why the last try that failed did; empty when none did, or all are connected
 * @param sent records sent for the first time
 * @param resent how often one was sent again
 * @param acked records that were acked
 * @param unacked records that were made and have no answer yet, sent or not
 * @param dropped records that found no place in their vehicle's store
 * @param errors error answers
 * @param ackLatency of the acks since the progress was last asked for
 * @param elapsed since the start
 * @param left until the fleet ends by itself, about; empty when it does not, or cannot be told
 */
public record FleetProgress(
    Phase phase,
    int vehicles,
    int connected,
    Optional<String> connectFailure,
    long sent,
    long resent,
    long acked,
    long unacked,
    long dropped,
    long errors,
    Latencies ackLatency,
    Duration elapsed,
    Optional<Duration> left) {

  /** What a fleet does; always in this order. */
  public enum Phase {
    /** Some vehicles have not tried to connect yet; those that are connected send. */
    CONNECTING,
    /** All that can be are connected and send; nothing is measured yet. */
    WARMING_UP,
    /** All leave and come back, to measure that. */
    COMING_BACK,
    /** All that can be are connected and send. */
    SENDING,
    /** No more records are made; acks are waited for. */
    DRAINING,
    /** It is over. */
    ENDED
  }
}
