package io.fleettelemetry.simulator.trip;

/** Factors between the units of the calculation (SI) and those of the signals. */
final class Units {
  static final double METERS_PER_MILE = 1_609.344;
  static final double MPS_PER_MPH = METERS_PER_MILE / 3_600;
  static final double GRAVITY = 9.81;
  static final double SECONDS_PER_HOUR = 3_600;

  private Units() {}
}
