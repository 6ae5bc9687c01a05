package io.fleettelemetry.simulator.trip;

/**
 * A corner of the route.
 *
 * @param latitude in degrees
 * @param longitude in degrees
 * @param limitMph the speed limit from here to the next one
 * @param stop what a vehicle stops for here, or {@link Stop#NONE}
 */
record Waypoint(double latitude, double longitude, int limitMph, Stop stop) {}
