package io.fleettelemetry.simulator.trip;

import java.util.List;

/**
 * A part of a stop.
 *
 * @param activity what goes on
 * @param records how many records that lasts
 * @param seconds that one record stands for
 */
record Phase(Activity activity, int records, int seconds) {

  private static final List<Phase> LIGHT = List.of(new Phase(Activity.WAITING, 3, 5));

  private static final List<Phase> SHOPS =
      List.of(
          new Phase(Activity.ARRIVING, 1, 2),
          new Phase(Activity.PARKED, 2, 3),
          new Phase(Activity.ALIGHTING, 2, 4),
          new Phase(Activity.AWAY, 10, 30),
          new Phase(Activity.BOARDING, 2, 4),
          new Phase(Activity.READY, 2, 3),
          new Phase(Activity.REVERSING, 2, 3),
          new Phase(Activity.SHIFTING, 1, 1));

  private static final List<Phase> CHARGER =
      List.of(
          new Phase(Activity.ARRIVING, 1, 2),
          new Phase(Activity.PARKED, 1, 3),
          new Phase(Activity.ALIGHTING, 2, 4),
          new Phase(Activity.PLUGGED, 2, 4),
          new Phase(Activity.CHARGING, 24, 12),
          new Phase(Activity.CHARGED, 2, 10),
          new Phase(Activity.BOARDING, 2, 4),
          new Phase(Activity.READY, 1, 3),
          new Phase(Activity.REVERSING, 1, 3),
          new Phase(Activity.SHIFTING, 1, 1));

  private static final List<Phase> HOME =
      List.of(
          new Phase(Activity.ARRIVING, 1, 2),
          new Phase(Activity.PARKED, 2, 3),
          new Phase(Activity.ALIGHTING, 2, 4),
          new Phase(Activity.PLUGGED, 2, 4),
          new Phase(Activity.CHARGING, 30, 26),
          new Phase(Activity.CHARGED, 4, 10),
          new Phase(Activity.AWAY, 10, 30),
          new Phase(Activity.BOARDING, 2, 4),
          new Phase(Activity.READY, 3, 3),
          new Phase(Activity.REVERSING, 2, 3),
          new Phase(Activity.SHIFTING, 1, 1));

  /** What goes on where a vehicle stops, in order. */
  static List<Phase> of(Stop stop) {
    return switch (stop) {
      case NONE -> List.of();
      case LIGHT -> LIGHT;
      case SHOPS -> SHOPS;
      case CHARGER -> CHARGER;
      case HOME -> HOME;
    };
  }
}
