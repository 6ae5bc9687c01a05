package io.fleettelemetry.simulator.trip;

import java.util.List;

/**
 * The road that simulated vehicles drive: from Palo Alto over Page Mill Road and Foothill
 * Expressway to Los Altos, Interstate 280, State Route 85 to Mountain View, and Highway 101 back.
 */
final class BayLoop {

  /** Home is the first one. */
  private static final List<Waypoint> WAYPOINTS =
      List.of(
          // Palo Alto: Louis Road, Oregon Expressway.
          at(37.44312, -122.12785, 25, Stop.HOME),
          at(37.44205, -122.12905, 25),
          at(37.44105, -122.12795, 35),
          at(37.43935, -122.12985, 35),
          at(37.43735, -122.13185, 35, Stop.LIGHT),
          at(37.43585, -122.13345, 35),
          at(37.43385, -122.13555, 35),
          at(37.43185, -122.13745, 35),
          at(37.42995, -122.13885, 35),
          at(37.42745, -122.14125, 35),
          // Page Mill Road.
          at(37.42405, -122.14395, 40, Stop.LIGHT),
          at(37.42115, -122.14595, 40),
          at(37.41795, -122.14785, 45),
          at(37.41515, -122.14985, 45),
          at(37.41195, -122.15195, 45),
          at(37.40875, -122.15325, 30, Stop.LIGHT),
          // Foothill Expressway.
          at(37.40635, -122.15095, 45),
          at(37.40305, -122.14595, 45),
          at(37.39935, -122.14055, 45),
          at(37.39615, -122.13565, 45, Stop.LIGHT),
          at(37.39265, -122.13035, 45),
          at(37.38885, -122.12535, 45),
          at(37.38485, -122.12155, 45),
          // Los Altos.
          at(37.38145, -122.11895, 25),
          at(37.38025, -122.11735, 25),
          at(37.37945, -122.11655, 25, Stop.SHOPS),
          at(37.37825, -122.11545, 25),
          at(37.37705, -122.11625, 30),
          // El Monte Avenue.
          at(37.37495, -122.11935, 35, Stop.LIGHT),
          at(37.37135, -122.12265, 35),
          at(37.36715, -122.12495, 35),
          at(37.36345, -122.12605, 45),
          // Interstate 280.
          at(37.36105, -122.12455, 65),
          at(37.35795, -122.12075, 65),
          at(37.35405, -122.11455, 65),
          at(37.35025, -122.10845, 65),
          at(37.34725, -122.10225, 65),
          at(37.34455, -122.09495, 65),
          at(37.34185, -122.08755, 65),
          at(37.33935, -122.07985, 65),
          at(37.33685, -122.07195, 65),
          at(37.33505, -122.06425, 55),
          at(37.33445, -122.06005, 40),
          at(37.33585, -122.05775, 40),
          // State Route 85.
          at(37.33915, -122.05725, 65),
          at(37.34555, -122.05835, 65),
          at(37.35185, -122.06015, 65),
          at(37.35885, -122.06285, 65),
          at(37.36585, -122.06635, 65),
          at(37.37285, -122.06945, 65),
          at(37.37915, -122.07195, 65),
          at(37.38485, -122.07005, 65),
          at(37.39155, -122.06815, 65),
          at(37.39755, -122.06925, 65),
          at(37.40225, -122.07265, 55),
          // Highway 101, and Shoreline Boulevard for the charger.
          at(37.40595, -122.07575, 45),
          at(37.40945, -122.07825, 30),
          at(37.41145, -122.07805, 25),
          at(37.41325, -122.07785, 25, Stop.CHARGER),
          at(37.41475, -122.07855, 25),
          at(37.41445, -122.08075, 30),
          at(37.41505, -122.08305, 45),
          at(37.41745, -122.08735, 65),
          at(37.42055, -122.09405, 65),
          at(37.42445, -122.09995, 65),
          at(37.42905, -122.10535, 65),
          at(37.43435, -122.11005, 65),
          at(37.43985, -122.11455, 65),
          at(37.44445, -122.11835, 55),
          at(37.44765, -122.12095, 40),
          at(37.44855, -122.12255, 30),
          // Oregon Expressway.
          at(37.44715, -122.12395, 35),
          at(37.44525, -122.12585, 25, Stop.LIGHT),
          at(37.44395, -122.12705, 25));

  private BayLoop() {}

  /** The road as a route. */
  static Route route() {
    return new Route(WAYPOINTS);
  }

  private static Waypoint at(double latitude, double longitude, int limitMph) {
    return at(latitude, longitude, limitMph, Stop.NONE);
  }

  private static Waypoint at(double latitude, double longitude, int limitMph, Stop stop) {
    return new Waypoint(latitude, longitude, limitMph, stop);
  }
}
