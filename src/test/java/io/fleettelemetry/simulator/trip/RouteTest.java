package io.fleettelemetry.simulator.trip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTest {
  /** A square of about a kilometre, clockwise from its south-west corner. */
  private final Route square =
      new Route(
          List.of(
              new Waypoint(0, 0, 30, Stop.HOME),
              new Waypoint(0.01, 0, 30, Stop.NONE),
              new Waypoint(0.01, 0.01, 30, Stop.NONE),
              new Waypoint(0, 0.01, 30, Stop.NONE)));

  @Test
  void isClosed() {
    assertEquals(4 * 1_111.95, square.length(), 0.01);
    assertEquals(square.at(100), square.at(100 + square.length()));
    assertEquals(3, square.section(-1));
  }

  @Test
  void interpolatesByDistance() {
    Place place = square.at(1_111.95 * 1.5);
    assertEquals(0.01, place.latitude(), 1e-9);
    assertEquals(0.005, place.longitude(), 1e-9);
  }

  @Test
  void headsNorthEastSouthWest() {
    for (int side = 0; side < 4; side++) {
      assertEquals(90 * side, square.at(1_111.95 * (side + 0.5)).heading(), 1e-6);
    }
  }

  @Test
  void goesRoundCorners() {
    double heading = square.at(1_111.95).heading();
    assertTrue(heading > 40 && heading < 50, "heading: " + heading);
  }
}
