package io.fleettelemetry.simulator.trip;

/**
 * A drive from one parking place to the next, as navigation sees it.
 *
 * @param to where it leads
 * @param origin where it began
 * @param destination where it ends
 * @param endMeters where it ends, in metres along the route
 * @param line the way as an encoded polyline of precision 6, in Base64
 */
record Leg(Stop to, Place origin, Place destination, double endMeters, String line) {}
