package io.fleettelemetry.simulator;

/** What a simulated fleet drives, encoded once. Immutable, thread-safe. */
public final class Trips {

  private Trips() {}

  /** Encodes every record of every trip. */
  public static Trips prepare() {
    return new Trips();
  }

  /**
   * The trip of one vehicle, from its start.
   *
   * @param vehicle from 0; the same number drives the same trip
   */
  public Trip trip(int vehicle) {
    return new Trip(vehicle);
  }
}
