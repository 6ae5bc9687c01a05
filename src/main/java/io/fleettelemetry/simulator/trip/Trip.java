package io.fleettelemetry.simulator.trip;

import java.util.List;

/**
 * One vehicle's way: laps without end, record by record. A record stands for some seconds of its
 * trip, however fast they are asked for. For one thread.
 */
public final class Trip {
  private final Journey journey;
  private final List<Step> steps;
  private final Progress progress;
  private int next;

  Trip(Journey journey, int vehicle, int start) {
    this.journey = journey;
    this.steps = journey.steps();
    this.progress = new Progress(vehicle);
    this.next = start;
  }

  /**
   * The next record: mostly a {@code V} of one to ten signals, now and then an {@code alerts} or
   * {@code errors}. Its payload has no VIN. Cheap: mostly a copy of what is encoded already.
   *
   * @param epochMillis when the vehicle makes it; written as created_at
   */
  public SimulatedRecord next(long epochMillis) {
    SimulatedRecord record = steps.get(next).record(progress, epochMillis);
    next++;
    if (next == steps.size()) {
      next = 0;
      progress.endLap();
    }
    return record;
  }

  /** The vehicle's software version, for the header {@code Version}. */
  public String firmware() {
    return journey.car().firmware().version();
  }
}
