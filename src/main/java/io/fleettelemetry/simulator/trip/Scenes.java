package io.fleettelemetry.simulator.trip;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Where on a lap something can be seen soon: neighbours in a fleet begin at different ones, so that
 * a few vehicles show within thirty records what there is.
 */
final class Scenes {
  /** Records from a scene's begin to its event. */
  private static final int AHEAD = 8;

  private Scenes() {}

  /** Numbers of the lap's records, one for each scene. */
  static List<Integer> of(List<Motion> lap) {
    return List.of(
        first(lap, m -> m.leg().to() == Stop.HOME && m.activity() == Activity.BOARDING),
        first(lap, m -> m.leg().to() == Stop.CHARGER && m.speed() > 28),
        first(lap, m -> m.leg().to() == Stop.SHOPS && m.activity() == Activity.ARRIVING) - AHEAD,
        first(lap, m -> m.leg().to() == Stop.CHARGER && m.activity() == Activity.ARRIVING) - AHEAD,
        first(lap, m -> m.leg().to() == Stop.HOME && m.activity() == Activity.CHARGING));
  }

  private static int first(List<Motion> lap, Predicate<Motion> wanted) {
    return IntStream.range(0, lap.size())
        .filter(i -> wanted.test(lap.get(i)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the lap lacks a scene"));
  }
}
