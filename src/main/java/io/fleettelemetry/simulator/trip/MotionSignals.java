package io.fleettelemetry.simulator.trip;

import static io.fleettelemetry.simulator.trip.Signal.always;
import static io.fleettelemetry.simulator.trip.Signal.every;
import static io.fleettelemetry.simulator.trip.Signal.onChange;
import static io.fleettelemetry.simulator.trip.Signal.reading;
import static io.fleettelemetry.simulator.trip.Signal.setting;
import static io.fleettelemetry.simulator.trip.Signal.urgent;

import io.fleettelemetry.proto.vehicledata.DriveInverterState;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.FollowDistance;
import io.fleettelemetry.proto.vehicledata.ShiftState;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.ArrayList;
import java.util.List;

/** How the vehicle moves, and what its motors do for that. */
final class MotionSignals {

  /** Of a wheel, in metres. */
  private static final double WHEEL_CIRCUMFERENCE = 2.1;

  private static final List<Signal> ROAD =
      List.of(
          always(Field.Location, m -> Values.of(m.motion().place())),
          urgent(Field.Gear, m -> Values.of(m.activity().gear())),
          urgent(Field.VehicleSpeed, m -> Values.real(m.mph(), 1)),
          every(3, Field.GpsHeading, m -> Values.real(m.motion().place().heading(), 1)),
          setting(Field.GpsState, Values.of(true)),
          reading(8, Field.Odometer, m -> miles(m, 1)),
          reading(40, Field.MilesSinceReset, m -> miles(m, 0.05)),
          reading(50, Field.SelfDrivingMilesSinceReset, m -> miles(m, 0.02)),
          onChange(Field.CruiseSetSpeed, MotionSignals::cruiseSpeed),
          onChange(Field.BrakePedal, m -> Values.of(isBraking(m))),
          every(12, Field.BrakePedalPos, m -> Values.real(brake(m), 2)),
          every(8, Field.PedalPosition, m -> Values.real(pedal(m), 1)),
          every(12, Field.LateralAcceleration, m -> Values.real(sideways(m), 4)),
          every(10, Field.LongitudinalAcceleration, m -> Values.real(forwards(m), 4)),
          onChange(Field.DriveRail, m -> Values.of(!m.isParked() || m.activity().hasDriver())),
          setting(Field.CruiseFollowDistance, Values.of(FollowDistance.FollowDistance3)));

  private static final List<Signal> REAR_MOTOR =
      List.of(
          onChange(Field.DiStateR, MotionSignals::inverter),
          every(30, Field.DiHeatsinkTR, m -> heat(m, 34)),
          every(14, Field.DiAxleSpeedR, MotionSignals::axle),
          every(14, Field.DiTorquemotor, m -> torque(m, 0.6)),
          every(16, Field.DiTorqueActualR, m -> torque(m, 0.58)),
          every(30, Field.DiStatorTempR, m -> heat(m, 52)),
          every(24, Field.DiVBatR, m -> Values.real(BatterySignals.volts(m) - 0.4, 1)),
          every(16, Field.DiMotorCurrentR, m -> current(m, 0.6)),
          every(30, Field.DiInverterTR, m -> heat(m, 39)));

  private static final List<Signal> FRONT_MOTOR =
      List.of(
          onChange(Field.DiStateF, MotionSignals::inverter),
          every(34, Field.DiHeatsinkTF, m -> heat(m, 32)),
          every(18, Field.DiAxleSpeedF, MotionSignals::axle),
          every(20, Field.DiSlaveTorqueCmd, m -> torque(m, 0.4)),
          every(18, Field.DiTorqueActualF, m -> torque(m, 0.39)),
          every(34, Field.DiStatorTempF, m -> heat(m, 46)),
          every(28, Field.DiVBatF, m -> Values.real(BatterySignals.volts(m) - 0.5, 1)),
          every(20, Field.DiMotorCurrentF, m -> current(m, 0.4)),
          every(34, Field.DiInverterTF, m -> heat(m, 37)));

  /** Of three, two are at the rear axle, one for each wheel. */
  private static final List<Signal> REAR_WHEEL_MOTORS =
      List.of(
          onChange(Field.DiStateREL, MotionSignals::inverter),
          onChange(Field.DiStateRER, MotionSignals::inverter),
          every(36, Field.DiHeatsinkTREL, m -> heat(m, 33)),
          every(36, Field.DiHeatsinkTRER, m -> heat(m, 34)),
          every(20, Field.DiAxleSpeedREL, MotionSignals::axle),
          every(20, Field.DiAxleSpeedRER, MotionSignals::axle),
          every(20, Field.DiTorqueActualREL, m -> torque(m, 0.3)),
          every(20, Field.DiTorqueActualRER, m -> torque(m, 0.3)),
          every(36, Field.DiStatorTempREL, m -> heat(m, 49)),
          every(36, Field.DiStatorTempRER, m -> heat(m, 50)),
          every(30, Field.DiVBatREL, m -> Values.real(BatterySignals.volts(m) - 0.6, 1)),
          every(30, Field.DiVBatRER, m -> Values.real(BatterySignals.volts(m) - 0.7, 1)),
          every(22, Field.DiMotorCurrentREL, m -> current(m, 0.3)),
          every(22, Field.DiMotorCurrentRER, m -> current(m, 0.3)),
          every(36, Field.DiInverterTREL, m -> heat(m, 38)),
          every(36, Field.DiInverterTRER, m -> heat(m, 38)));

  private MotionSignals() {}

  static List<Signal> of(Model model) {
    List<Signal> signals = new ArrayList<>(ROAD);
    signals.addAll(REAR_MOTOR);
    if (model.motors() > 1) {
      signals.addAll(FRONT_MOTOR);
    }
    if (model.motors() > 2) {
      signals.addAll(REAR_WHEEL_MOTORS);
    }
    return signals;
  }

  private static Reading miles(Moment m, double share) {
    double driven = m.motion().meters() / Units.METERS_PER_MILE;
    return new Reading.Counter(driven * share, m.lap().miles() * share, share);
  }

  private static Value cruiseSpeed(Moment m) {
    return m.isCruising() ? Values.real(65, 0) : Values.INVALID;
  }

  private static boolean isBraking(Moment m) {
    boolean standing = !m.isParked() && !m.isMoving();
    return standing || forwards(m) < -0.05 || m.activity() == Activity.READY;
  }

  /** Pressure in the master cylinder. */
  private static double brake(Moment m) {
    return isBraking(m) ? 4 + Math.max(0, -forwards(m)) * 60 : 0;
  }

  private static double pedal(Moment m) {
    return Math.min(100, Math.max(0, m.motorKilowatts()) / m.car().model().massKg() * 1_400);
  }

  private static double sideways(Moment m) {
    return m.motion().speed() * m.motion().turnRate() / Units.GRAVITY;
  }

  private static double forwards(Moment m) {
    return m.motion().acceleration() / Units.GRAVITY;
  }

  private static Value inverter(Moment m) {
    boolean on = m.activity().gear() != ShiftState.ShiftStateP;
    return Values.of(
        on
            ? DriveInverterState.DriveInverterStateEnable
            : DriveInverterState.DriveInverterStateStandby);
  }

  /** Warmer the more the vehicle has done lately, around this many degrees Celsius. */
  private static Value heat(Moment m, double usual) {
    double effort = m.mph() / 8 + m.waver(3);
    return Values.real(usual + (m.isParked() ? 0 : effort), 1);
  }

  /** Revolutions a minute. */
  private static Value axle(Moment m) {
    return Values.real(m.motion().speed() / WHEEL_CIRCUMFERENCE * 60, 1);
  }

  /** Newton metres of this share of the motors. */
  private static Value torque(Moment m, double share) {
    double radians = m.motion().speed() / WHEEL_CIRCUMFERENCE * 2 * Math.PI * 9;
    double whole = m.isMoving() ? m.motorKilowatts() * 900 / Math.max(radians, 20) : 0;
    return Values.real(whole * share, 2);
  }

  private static Value current(Moment m, double share) {
    double kilowatts = Math.abs(m.motorKilowatts());
    return Values.real(kilowatts * share * 1_400 / BatterySignals.volts(m), 1);
  }
}
