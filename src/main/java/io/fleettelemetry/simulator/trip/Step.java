package io.fleettelemetry.simulator.trip;

/** A record of a lap, ready but for what only a vehicle and the time can say. Immutable. */
interface Step {

  /**
   * The record.
   *
   * @param vehicle whose; alerts are noted there
   * @param epochMillis when the vehicle makes it
   */
  SimulatedRecord record(Progress vehicle, long epochMillis);
}
