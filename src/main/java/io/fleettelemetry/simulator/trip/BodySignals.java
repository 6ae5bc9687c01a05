package io.fleettelemetry.simulator.trip;

import static io.fleettelemetry.simulator.trip.Signal.every;
import static io.fleettelemetry.simulator.trip.Signal.onChange;
import static io.fleettelemetry.simulator.trip.Signal.reading;
import static io.fleettelemetry.simulator.trip.Signal.setting;
import static io.fleettelemetry.simulator.trip.Signal.urgent;

import io.fleettelemetry.proto.vehicledata.BuckleStatus;
import io.fleettelemetry.proto.vehicledata.Doors;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.SentryModeState;
import io.fleettelemetry.proto.vehicledata.TireLocation;
import io.fleettelemetry.proto.vehicledata.TurnSignalState;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.proto.vehicledata.WindowState;
import java.util.List;

/** Doors, windows, belts, lights, locks and tyres. */
final class BodySignals {
  /** A turn that is worth a signal, in radians per second. */
  private static final double TURN = 0.05;

  private static final List<Signal> ALL =
      List.of(
          urgent(Field.DoorState, BodySignals::doors),
          urgent(Field.Locked, m -> Values.of(isLocked(m))),
          onChange(Field.FdWindow, m -> Values.of(driverWindow(m))),
          setting(Field.FpWindow, Values.of(WindowState.WindowStateClosed)),
          setting(Field.RdWindow, Values.of(WindowState.WindowStateClosed)),
          setting(Field.RpWindow, Values.of(WindowState.WindowStateClosed)),
          onChange(Field.SentryMode, m -> Values.of(sentry(m))),
          onChange(Field.DriverSeatOccupied, m -> Values.of(m.activity().hasDriver())),
          onChange(Field.DriverSeatBelt, m -> Values.of(belt(isBelted(m)))),
          onChange(Field.PassengerSeatBelt, m -> Values.of(belt(isBelted(m) && isForTwo(m)))),
          onChange(Field.LightsTurnSignal, m -> Values.of(turnSignal(m))),
          onChange(Field.LightsHazardsActive, m -> Values.of(isHazard(m))),
          onChange(Field.LightsHighBeams, m -> Values.of(m.isCruising() && m.waver(4) > 0.5)),
          every(70, Field.TpmsPressureFl, m -> pressure(m, 2.90)),
          every(70, Field.TpmsPressureFr, m -> pressure(m, 2.92)),
          every(50, Field.TpmsPressureRl, m -> pressure(m, isTyreLow(m) ? 2.25 : 2.88)),
          every(70, Field.TpmsPressureRr, m -> pressure(m, 2.91)),
          reading(1, Field.TpmsLastSeenPressureTimeFl, m -> new Reading.Clock(4)),
          reading(1, Field.TpmsLastSeenPressureTimeFr, m -> new Reading.Clock(11)),
          reading(1, Field.TpmsLastSeenPressureTimeRl, m -> new Reading.Clock(2)),
          reading(1, Field.TpmsLastSeenPressureTimeRr, m -> new Reading.Clock(19)),
          onChange(Field.TpmsSoftWarnings, m -> tyres(isTyreLow(m))),
          onChange(Field.TpmsHardWarnings, m -> tyres(false)));

  private BodySignals() {}

  static List<Signal> all() {
    return ALL;
  }

  /** A rear tyre loses air on the way to the charger, and is seen to there. */
  static boolean isTyreLow(Moment m) {
    boolean toCharger = m.motion().leg().to() == Stop.CHARGER;
    return toCharger && m.milesToGo() < 6 && !m.activity().isPlugged() && !isLeaving(m);
  }

  private static boolean isLeaving(Moment m) {
    Activity activity = m.activity();
    return activity == Activity.BOARDING
        || activity == Activity.READY
        || activity == Activity.REVERSING
        || activity == Activity.SHIFTING;
  }

  private static Value doors(Moment m) {
    Doors.Builder doors = Doors.newBuilder();
    if (m.activity().hasOpenDoors()) {
      doors.setDriverFront(true).setPassengerFront(isForTwo(m));
      doors.setTrunkRear(m.isAt(Stop.SHOPS) && m.activity() == Activity.BOARDING);
    }
    return Value.newBuilder().setDoorValue(doors).build();
  }

  private static boolean isForTwo(Moment m) {
    return m.motion().leg().to() != Stop.CHARGER;
  }

  private static boolean isLocked(Moment m) {
    return m.activity() == Activity.AWAY || !m.isParked() || m.activity().isPlugged();
  }

  private static WindowState driverWindow(Moment m) {
    boolean slow = m.isMoving() && m.mph() < 20 && m.waver(8) > 0;
    return slow ? WindowState.WindowStatePartiallyOpen : WindowState.WindowStateClosed;
  }

  private static SentryModeState sentry(Moment m) {
    if (m.activity() != Activity.AWAY || m.isAt(Stop.HOME)) {
      return SentryModeState.SentryModeStateOff;
    }
    return m.motion().round() % 5 == 3
        ? SentryModeState.SentryModeStateAware
        : SentryModeState.SentryModeStateArmed;
  }

  private static boolean isBelted(Moment m) {
    return !m.isParked() || m.activity() == Activity.READY;
  }

  private static BuckleStatus belt(boolean latched) {
    return latched ? BuckleStatus.BuckleStatusLatched : BuckleStatus.BuckleStatusUnlatched;
  }

  private static boolean isHazard(Moment m) {
    return m.activity() == Activity.REVERSING && m.motion().leg().to() == Stop.SHOPS;
  }

  private static TurnSignalState turnSignal(Moment m) {
    if (isHazard(m)) {
      return TurnSignalState.TurnSignalStateBoth;
    }
    double turn = m.motion().turnRate();
    if (Math.abs(turn) < TURN) {
      return TurnSignalState.TurnSignalStateOff;
    }
    return turn > 0 ? TurnSignalState.TurnSignalStateRight : TurnSignalState.TurnSignalStateLeft;
  }

  /** In bar; tyres warm up on the road. */
  private static Value pressure(Moment m, double cold) {
    return Values.single(cold + (m.isCruising() ? 0.15 : 0) + 0.02 * m.waver(1), 3);
  }

  private static Value tyres(boolean rearLeft) {
    return Value.newBuilder()
        .setTireLocationValue(TireLocation.newBuilder().setRearLeft(rearLeft))
        .build();
  }
}
