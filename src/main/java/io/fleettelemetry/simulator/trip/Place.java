package io.fleettelemetry.simulator.trip;

/**
 * A place on the road.
 *
 * @param latitude in degrees, north is positive
 * @param longitude in degrees, east is positive
 * @param heading of the road there, in degrees from north, clockwise, 0 to 360
 */
record Place(double latitude, double longitude, double heading) {}
