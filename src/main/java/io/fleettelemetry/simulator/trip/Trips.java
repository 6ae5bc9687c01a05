package io.fleettelemetry.simulator.trip;

import java.util.List;

/**
 * What a simulated fleet drives: a lap of some forty kilometres around Palo Alto with traffic
 * lights, a stop at shops, one at a fast charger and a night at home. Eight cars drive it, of six
 * models, two of them with firmware that writes all values as text. Their records are encoded once
 * and shared by all vehicles: a few thousand payloads, less than a megabyte together. Immutable,
 * thread-safe.
 */
public final class Trips {
  /** The golden ratio spreads any number of vehicles evenly over the lap. */
  private static final double SPREAD = 0.618_033_988_749_895;

  private final List<Journey> journeys;

  private Trips(List<Journey> journeys) {
    this.journeys = journeys;
  }

  /** Encodes every record of every car; takes some tenths of a second. */
  public static Trips prepare() {
    List<Motion> lap = Drive.around(BayLoop.route());
    return new Trips(Car.FLEET.stream().map(car -> Journey.encode(car, lap)).toList());
  }

  /**
   * The trip of one vehicle from its start, which is the same for the same number. Five neighbours
   * start leaving home, on the freeway, just before the shops, just before the fast charger, and
   * charging at home; the next five do so elsewhere on the lap.
   *
   * @param vehicle its number in the fleet; any
   */
  public Trip trip(int vehicle) {
    Journey journey = journeys.get(Math.floorMod(vehicle, journeys.size()));
    int steps = journey.steps().size();
    List<Integer> scenes = journey.scenes();
    int scene = scenes.get(Math.floorMod(vehicle, scenes.size()));
    double turns = Math.floorDiv(vehicle, scenes.size()) * SPREAD;
    int offset = (int) ((turns - Math.floor(turns)) * steps);
    return new Trip(journey, vehicle, (scene + offset) % steps);
  }

  /** One for each car of the fleet, in their order. */
  List<Journey> journeys() {
    return journeys;
  }
}
