package io.fleettelemetry.server;

import java.time.Duration;

/**
 * In what time an ingest instance parts from its vehicles. Immutable.
 *
 * @param spread over how long their turns are spread; zero lets all go at once
 * @param answers when those that still wait for answers are closed without them, from the begin of
 *     the drain; not before the last turn
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

  /** When the last goodbye has been said, from the begin of the drain. */
  Duration end() {
    return answers.plus(goodbye);
  }
}
