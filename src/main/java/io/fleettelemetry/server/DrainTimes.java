package io.fleettelemetry.server;

import java.time.Duration;

/**
 * In what time an ingest instance parts from its vehicles. Immutable.
 *
 * @param spread over how long their turns are spread; zero lets all go at once
 * @param answers how long after the last turn those that still wait for answers are closed without
 *     them
 * @param goodbye how long a vehicle has for the closing handshake
 */
public record DrainTimes(Duration spread, Duration answers, Duration goodbye) {

  /**
   * How many vehicles have had their turn, which are spread evenly: the first at once, the last
   * when one share of the time is left.
   *
   * @param elapsed since the begin of the drain
   * @param vehicles how many there were then
   */
  int due(Duration elapsed, int vehicles) {
    if (elapsed.compareTo(spread) >= 0) {
      return vehicles;
    }
    double share = (double) elapsed.toNanos() / spread.toNanos();
    return Math.min(vehicles, (int) (share * vehicles) + 1);
  }

  /**
   * When nobody's answers are waited for any more, from the begin of the drain.
   *
   * @param vehicles how many there were then
   */
  Duration answersEnd(int vehicles) {
    Duration lastTurn = vehicles == 0 ? Duration.ZERO : spread.minus(spread.dividedBy(vehicles));
    return lastTurn.plus(answers);
  }

  /** When the last goodbye has been said, from the begin of the drain. */
  Duration end(int vehicles) {
    return answersEnd(vehicles).plus(goodbye);
  }

  /** The latest {@link #end}, however many they are. */
  Duration latestEnd() {
    return spread.plus(answers).plus(goodbye);
  }
}
