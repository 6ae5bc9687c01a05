package io.fleettelemetry.simulator.trip;

/**
 * A vehicle's movement at the moment of one record.
 *
 * @param seconds since the lap began
 * @param interval seconds since the record before
 * @param meters along the route since the lap began
 * @param speed in metres per second, never negative
 * @param acceleration in metres per second squared
 * @param turnRate of the heading, in radians per second, clockwise is positive
 * @param place where
 * @param activity what the vehicle is doing
 * @param round how many records the same activity goes on already
 * @param rounds how many records it goes on in all; 0 where that is open
 * @param leg the drive it is on, or has just ended
 */
record Motion(
    double seconds,
    double interval,
    double meters,
    double speed,
    double acceleration,
    double turnRate,
    Place place,
    Activity activity,
    int round,
    int rounds,
    Leg leg) {}
