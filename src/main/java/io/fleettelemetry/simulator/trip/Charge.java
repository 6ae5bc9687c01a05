package io.fleettelemetry.simulator.trip;

/**
 * What the battery has at the moment of one record.
 *
 * @param soc state of charge in percent
 * @param kilowatts that flow out; negative while charging or recuperating
 * @param usedKwh drawn since the lap began
 * @param drivenKwh of that, drawn by the motors
 * @param regainedKwh won back by braking since the lap began
 * @param chargedKwh in this charging session; 0 outside
 * @param hoursToFull until charging ends; 0 outside a session
 * @param fast whether the vehicle charges with direct current
 */
record Charge(
    double soc,
    double kilowatts,
    double usedKwh,
    double drivenKwh,
    double regainedKwh,
    double chargedKwh,
    double hoursToFull,
    boolean fast) {}
