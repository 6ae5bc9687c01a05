package io.fleettelemetry.server;

import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import io.fleettelemetry.server.Route.Destination;
import io.fleettelemetry.telemetry.Outcome;

/** The one place that decides what a vehicle is told about a record, and when. Immutable. */
final class AckPolicy {

  private final ReliableAckFailure onFailure;

  AckPolicy(ReliableAckFailure onFailure) {
    this.onFailure = onFailure;
  }

  /**
   * The answer of a record that has just been handed over.
   *
   * @param taken the dispatchers that took it, as bits
   * @return null when the answer follows the source's outcome
   */
  Answer atHandover(Route route, int taken) {
    if (route.hasSource()) {
      return (taken & 1 << route.source()) != 0 ? null : Answer.SILENCE;
    }
    for (Destination destination : route.destinations()) {
      // One that drops when it is full may lose a record; one that waits must not.
      if (destination.waits() && (taken & destination.bit()) == 0) {
        return Answer.SILENCE;
      }
    }
    return Answer.ACK;
  }

  /** The answer that follows from the outcome at the reliable ack source. */
  Answer atOutcome(Outcome outcome) {
    return switch (outcome) {
      case STORED -> Answer.ACK;
      case REFUSED -> onFailure == ReliableAckFailure.NEVER ? Answer.SILENCE : Answer.NOT_STORED;
      case FAILED -> onFailure == ReliableAckFailure.ALWAYS ? Answer.NOT_STORED : Answer.SILENCE;
    };
  }

  /**
   * The answer to what became a dead letter: an ack when that is stored, since nothing is lost then
   * and it would be refused as often as it is sent.
   *
   * @param ofLetter the answer that follows from the outcome of the dead letter
   * @param otherwise what the vehicle would get without dead letters
   */
  static Answer atDeadLetter(Answer ofLetter, Answer otherwise) {
    return ofLetter == Answer.ACK ? Answer.ACK : otherwise;
  }
}
