package io.fleettelemetry.simulator.trip;

import java.util.ArrayList;
import java.util.List;

/**
 * Empties and fills a battery along a lap, so that it ends as full as it began, at its limit: the
 * fast charger gives back part of what was used up to it, and the night at home all the rest.
 */
final class Battery {
  private static final double FAST_SHARE = 0.9;

  /** Of a fast charger's power, what is left at the end of a session; it falls evenly. */
  private static final double FAST_TAPER = 0.5;

  private final Model model;
  private final List<Charge> charges = new ArrayList<>();
  private double kwh;
  private double used;
  private double driven;
  private double regained;
  private double usedWhenFull;
  private double session;
  private double sessionSize;

  private Battery(Car car) {
    this.model = car.model();
    this.kwh = model.batteryKwh() * car.chargeLimit() / 100;
  }

  /** One for each record of the lap. */
  static List<Charge> along(Car car, List<Motion> lap) {
    Battery battery = new Battery(car);
    for (Motion motion : lap) {
      battery.charges.add(
          motion.activity() == Activity.CHARGING ? battery.fill(motion) : battery.empty(motion));
    }
    return List.copyOf(battery.charges);
  }

  private Charge empty(Motion motion) {
    double hours = motion.interval() / Units.SECONDS_PER_HOUR;
    double motors = motorKilowatts(motion);
    double load = load(motion);
    kwh -= (motors + load) * hours;
    used += (motors + load) * hours;
    driven += Math.max(0, motors) * hours;
    regained += Math.max(0, -motors) * hours;
    session = motion.activity() == Activity.CHARGED ? session : 0;
    return charge(motors + load, 0, motion);
  }

  private Charge fill(Motion motion) {
    boolean fast = isFast(motion);
    if (motion.round() == 0) {
      double share = motion.leg().to() == Stop.CHARGER ? FAST_SHARE : 1;
      sessionSize = (used - usedWhenFull) * share;
      usedWhenFull += sessionSize;
    }
    double last = motion.rounds() - 1;
    double taper = fast ? 1 - (1 - FAST_TAPER) * motion.round() / last : 1;
    double mean = fast ? (1 + FAST_TAPER) / 2 : 1;
    double gain = sessionSize / motion.rounds() * taper / mean;
    kwh += gain;
    session += gain;
    double hours = motion.interval() / Units.SECONDS_PER_HOUR;
    double hoursLeft = (last - motion.round()) * hours;
    return charge(-gain / hours, hoursLeft, motion);
  }

  private Charge charge(double kilowatts, double hoursLeft, Motion motion) {
    double soc = 100 * kwh / model.batteryKwh();
    return new Charge(soc, kilowatts, used, driven, regained, session, hoursLeft, isFast(motion));
  }

  /** A Semi has no charger of its own for alternating current. */
  private boolean isFast(Motion motion) {
    boolean there = motion.leg().to() == Stop.CHARGER || model.isSemi();
    return there && motion.activity().isPlugged();
  }

  /** Positive when the motors draw power, negative when they brake. */
  private double motorKilowatts(Motion motion) {
    double speed = motion.speed();
    double rolling = 0.009 * model.massKg() * Units.GRAVITY;
    double drag = 0.6 * model.dragArea() * speed * speed;
    double force = rolling + drag + model.massKg() * motion.acceleration();
    double kilowatts = force * speed / 1_000;
    return kilowatts > 0 ? kilowatts / 0.9 : Math.max(kilowatts * 0.8, -0.08 * model.massKg());
  }

  /** What all else draws; nothing that counts while the vehicle sleeps at home. */
  private static double load(Motion motion) {
    boolean asleep = motion.activity() == Activity.AWAY || motion.activity() == Activity.CHARGED;
    return asleep ? 0 : 0.45;
  }
}
