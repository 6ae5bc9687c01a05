package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.ShiftState;

/**
 * All that signals are read from, at one record of a lap.
 *
 * @param index of the record in the lap, from 0
 * @param car that drives
 * @param motion where and how
 * @param charge what its battery has
 * @param lap what the whole lap comes to
 */
record Moment(int index, Car car, Motion motion, Charge charge, LapTotals lap) {

  /**
   * What a lap adds to the counters.
   *
   * @param miles driven
   * @param last the battery at its end
   */
  record LapTotals(double miles, Charge last) {}

  Activity activity() {
    return motion.activity();
  }

  double mph() {
    return motion.speed() / Units.MPS_PER_MPH;
  }

  boolean isParked() {
    return activity().gear() == ShiftState.ShiftStateP;
  }

  /** On the way, so that navigation guides. */
  boolean isUnderWay() {
    return activity() == Activity.DRIVING
        || activity() == Activity.WAITING
        || activity() == Activity.ARRIVING;
  }

  boolean isMoving() {
    return motion.speed() > 0.1;
  }

  boolean isCharging() {
    return activity() == Activity.CHARGING;
  }

  boolean isAt(Stop stop) {
    return isParked() && motion.leg().to() == stop;
  }

  /** Fast enough for a freeway. */
  boolean isCruising() {
    return mph() > 55;
  }

  double milesToGo() {
    return Math.max(0, motion.leg().endMeters() - motion.meters()) / Units.METERS_PER_MILE;
  }

  /** Power at the motors, in kilowatts; negative while they brake. */
  double motorKilowatts() {
    return isParked() ? 0 : charge.kilowatts();
  }

  /**
   * Something that wavers slowly around 0, the same in each lap.
   *
   * @param kind waver differently
   * @return between -1 and 1
   */
  double waver(int kind) {
    return Math.sin(motion.seconds() / (23 + 7 * (kind % 11)) + kind);
  }
}
