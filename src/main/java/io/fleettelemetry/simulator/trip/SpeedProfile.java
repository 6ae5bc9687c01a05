package io.fleettelemetry.simulator.trip;

import java.util.List;

/**
 * How fast a vehicle drives along a route: up to the limits, a little less now and then, no faster
 * than corners allow, and from stop to stop with comfortable acceleration and braking. Made of
 * short cells.
 */
final class SpeedProfile {
  /** Length of a cell. */
  static final double CELL_METERS = 5;

  private static final double ACCELERATION = 1.6;
  private static final double BRAKING = 1.4;
  private static final double CORNERING = 2.0;

  /** A corner's radius is measured over so much road before and after. */
  private static final double SPAN_METERS = 8;

  /** Lowest speed in a corner. */
  private static final double CRAWL = 4;

  /** With this limit and above, a road is built so that nobody brakes for its bends. */
  private static final int FREEWAY_MPH = 55;

  private final Route route;
  private final double[] speeds;
  private final Stop[] stops;

  SpeedProfile(Route route) {
    this.route = route;
    int cells = (int) (route.length() / CELL_METERS);
    speeds = new double[cells + 1];
    stops = new Stop[cells + 1];
    for (int cell = 0; cell <= cells; cell++) {
      speeds[cell] = comfortable(cell * CELL_METERS);
    }
    stops();
    for (int cell = cells - 1; cell >= 0; cell--) {
      speeds[cell] = Math.min(speeds[cell], reached(speeds[cell + 1], BRAKING));
    }
    for (int cell = 1; cell <= cells; cell++) {
      speeds[cell] = Math.min(speeds[cell], reached(speeds[cell - 1], ACCELERATION));
    }
  }

  /** Cells in a lap; one begins at each multiple of {@link #CELL_METERS}. */
  int cells() {
    return speeds.length - 1;
  }

  /** Speed where this cell begins, in metres per second; 0 at a stop. */
  double speed(int cell) {
    return speeds[cell];
  }

  /** What a vehicle stops for where this cell begins. */
  Stop stop(int cell) {
    return stops[cell] == null ? Stop.NONE : stops[cell];
  }

  private void stops() {
    List<Waypoint> waypoints = route.waypoints();
    for (int i = 0; i < waypoints.size(); i++) {
      if (waypoints.get(i).stop() != Stop.NONE) {
        int cell = (int) Math.round(route.start(i) / CELL_METERS);
        stops[cell] = waypoints.get(i).stop();
        speeds[cell] = 0;
      }
    }
    stops[cells()] = waypoints.get(0).stop();
    speeds[cells()] = 0;
  }

  private double comfortable(double meters) {
    int limitMph = route.waypoints().get(route.section(meters)).limitMph();
    double mood = 0.96 + 0.04 * Math.sin(meters / 300);
    double allowed = limitMph * Units.MPS_PER_MPH * mood;
    return limitMph < FREEWAY_MPH ? Math.min(allowed, inCorner(meters)) : allowed;
  }

  private double inCorner(double meters) {
    double turn =
        Math.abs(
            route.at(meters + SPAN_METERS).heading() - route.at(meters - SPAN_METERS).heading());
    double radians = Math.toRadians(Math.min(turn, 360 - turn));
    double radius = 2 * SPAN_METERS / Math.max(radians, 1e-6);
    return Math.max(CRAWL, Math.sqrt(CORNERING * radius));
  }

  private static double reached(double speed, double acceleration) {
    return Math.sqrt(speed * speed + 2 * acceleration * CELL_METERS);
  }
}
