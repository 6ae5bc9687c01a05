package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.ShiftState;

/** What a vehicle and its people are doing. */
enum Activity {
  DRIVING(ShiftState.ShiftStateD),
  /** At a red light. */
  WAITING(ShiftState.ShiftStateD),
  /** At the parking place, not yet in park. */
  ARRIVING(ShiftState.ShiftStateD),
  PARKED(ShiftState.ShiftStateP),
  /** Getting out, so that doors are open. */
  ALIGHTING(ShiftState.ShiftStateP),
  /** The charge cable is in, nothing flows yet. */
  PLUGGED(ShiftState.ShiftStateP),
  CHARGING(ShiftState.ShiftStateP),
  /** The charge cable is still in. */
  CHARGED(ShiftState.ShiftStateP),
  /** Nobody is in; locked. */
  AWAY(ShiftState.ShiftStateP),
  /** Getting in, so that doors are open. */
  BOARDING(ShiftState.ShiftStateP),
  /** Belts on, ready to go. */
  READY(ShiftState.ShiftStateP),
  /** Out of the parking place. */
  REVERSING(ShiftState.ShiftStateR),
  /** From reverse to drive. */
  SHIFTING(ShiftState.ShiftStateN);

  private final ShiftState gear;

  Activity(ShiftState gear) {
    this.gear = gear;
  }

  ShiftState gear() {
    return gear;
  }

  /** Whether a charge cable is in. */
  boolean isPlugged() {
    return this == PLUGGED || this == CHARGING || this == CHARGED;
  }

  /** Whether somebody is on their way in or out. */
  boolean hasOpenDoors() {
    return this == ALIGHTING || this == BOARDING;
  }

  /** Whether the driver sits in the vehicle and means to drive. */
  boolean hasDriver() {
    return gear != ShiftState.ShiftStateP || this == READY || this == PARKED;
  }
}
