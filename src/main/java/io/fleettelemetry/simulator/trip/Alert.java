package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehiclealerts.Audience;
import java.util.List;
import java.util.function.Predicate;

/**
 * Something that a vehicle warns of.
 *
 * @param name of the alert
 * @param audiences whom it is for
 * @param lasts whether it does at this moment
 */
record Alert(String name, List<Audience> audiences, Predicate<Moment> lasts) {

  /** All that a lap has. */
  static final List<Alert> ALL =
      List.of(
          new Alert(
              "VCSEC_a228", List.of(Audience.Customer, Audience.Service), BodySignals::isTyreLow),
          new Alert("PCS_a019", List.of(Audience.Service), Alert::isChargingSlowly),
          new Alert("UI_a006", List.of(Audience.ServiceFix), Alert::isLeftAlone));

  private static boolean isChargingSlowly(Moment m) {
    int round = m.motion().round();
    return m.isAt(Stop.HOME) && m.isCharging() && round >= 3 && round < 12;
  }

  private static boolean isLeftAlone(Moment m) {
    return m.isAt(Stop.SHOPS) && m.activity() == Activity.AWAY && m.motion().round() >= 4;
  }
}
