package io.fleettelemetry.simulator.trip;

import java.util.Arrays;
import java.util.List;

/**
 * A closed way over the waypoints, measured in metres from the first one. Flat: over some tens of
 * kilometres that is wrong by far less than a lane. Immutable.
 */
final class Route {
  private static final double METERS_PER_DEGREE = 111_195;

  /** Headings are those of a chord this far ahead and behind, so that corners are driven round. */
  private static final double CHORD_METERS = 12;

  private final List<Waypoint> waypoints;
  private final double metersPerLongitude;
  private final double[] starts;

  /** A way over all of them in turn and back to the first. */
  Route(List<Waypoint> waypoints) {
    this.waypoints = List.copyOf(waypoints);
    metersPerLongitude = METERS_PER_DEGREE * Math.cos(Math.toRadians(waypoints.get(0).latitude()));
    starts = new double[waypoints.size() + 1];
    for (int i = 0; i < waypoints.size(); i++) {
      Waypoint from = waypoint(i);
      Waypoint to = waypoint(i + 1);
      double north = (to.latitude() - from.latitude()) * METERS_PER_DEGREE;
      double east = (to.longitude() - from.longitude()) * metersPerLongitude;
      starts[i + 1] = starts[i] + Math.hypot(north, east);
    }
  }

  /** Once round, in metres. */
  double length() {
    return starts[waypoints.size()];
  }

  List<Waypoint> waypoints() {
    return waypoints;
  }

  /** How far from the start this waypoint is, in metres; that after the last is the first again. */
  double start(int waypoint) {
    return starts[waypoint];
  }

  /** Where one is after this many metres, however often round. */
  Place at(double meters) {
    double behind = meters - CHORD_METERS;
    double ahead = meters + CHORD_METERS;
    double north = (latitude(ahead) - latitude(behind)) * METERS_PER_DEGREE;
    double east = (longitude(ahead) - longitude(behind)) * metersPerLongitude;
    double degrees = Math.toDegrees(Math.atan2(east, north));
    return new Place(latitude(meters), longitude(meters), (degrees + 360) % 360);
  }

  private double latitude(double meters) {
    int section = section(meters);
    double from = waypoint(section).latitude();
    return from + (waypoint(section + 1).latitude() - from) * share(section, meters);
  }

  private double longitude(double meters) {
    int section = section(meters);
    double from = waypoint(section).longitude();
    return from + (waypoint(section + 1).longitude() - from) * share(section, meters);
  }

  private double share(int section, double meters) {
    return (wrapped(meters) - starts[section]) / (starts[section + 1] - starts[section]);
  }

  /** Number of the waypoint that was passed last. */
  int section(double meters) {
    int found = Arrays.binarySearch(starts, wrapped(meters));
    return Math.min(found < 0 ? -found - 2 : found, waypoints.size() - 1);
  }

  private double wrapped(double meters) {
    double rest = meters % length();
    return rest < 0 ? rest + length() : rest;
  }

  private Waypoint waypoint(int number) {
    return waypoints.get(number % waypoints.size());
  }
}
