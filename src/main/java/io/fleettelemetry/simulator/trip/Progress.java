package io.fleettelemetry.simulator.trip;

import java.util.HashMap;
import java.util.Map;

/** How far one vehicle has come in its life. For one thread. */
final class Progress {
  private static final long NEWEST_MILES = 2_000;
  private static final long OLDEST_MILES = 60_000;

  /** How long an alert is said to last that began before the trip. */
  private static final long ALERT_MILLIS = 90_000;

  private final int number;
  private final Map<String, Long> ongoingAlerts = new HashMap<>();
  private long laps;

  Progress(int number) {
    this.number = number;
  }

  /** The vehicle's number in the fleet. */
  int number() {
    return number;
  }

  /** How often the vehicle came home. */
  long laps() {
    return laps;
  }

  void endLap() {
    laps++;
  }

  /** Miles on its odometer when it left home first; the same for the same number. */
  long milesBefore() {
    return NEWEST_MILES + Math.floorMod(number * 7_919L, OLDEST_MILES - NEWEST_MILES);
  }

  /** Notes that an alert began; there are no more names than a lap has alerts. */
  void beginAlert(String name, long epochMillis) {
    ongoingAlerts.put(name, epochMillis);
  }

  /**
   * Forgets an alert.
   *
   * @return when it began, in epoch milliseconds
   */
  long endAlert(String name, long epochMillis) {
    Long began = ongoingAlerts.remove(name);
    return began == null ? epochMillis - ALERT_MILLIS : began;
  }
}
