package io.fleettelemetry.simulator.trip;

import static io.fleettelemetry.simulator.trip.Signal.every;
import static io.fleettelemetry.simulator.trip.Signal.onChange;
import static io.fleettelemetry.simulator.trip.Signal.setting;

import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.PowershareState;
import io.fleettelemetry.proto.vehicledata.PowershareStopReasonStatus;
import io.fleettelemetry.proto.vehicledata.PowershareTypeStatus;
import io.fleettelemetry.proto.vehicledata.SeatFoldPosition;
import io.fleettelemetry.proto.vehicledata.TonneauPositionState;
import io.fleettelemetry.proto.vehicledata.TonneauTentModeState;
import io.fleettelemetry.proto.vehicledata.TractorAirStatus;
import io.fleettelemetry.proto.vehicledata.TrailerAirStatus;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.List;

/** What only a Cybertruck or a Semi has. */
final class TruckSignals {
  private static final List<Signal> CYBERTRUCK =
      List.of(
          onChange(Field.TonneauPosition, m -> Values.of(tonneau(m))),
          onChange(Field.TonneauOpenPercent, m -> Values.of(isLoading(m) ? 100 : 0)),
          setting(Field.TonneauTentMode, Values.of(tent())),
          onChange(Field.PowershareStatus, m -> Values.of(powershare(m))),
          onChange(Field.PowershareType, m -> Values.of(powershareType(m))),
          onChange(Field.PowershareStopReason, m -> Values.of(stopReason(m))),
          every(6, Field.PowershareInstantaneousPowerKW, m -> Values.real(shared(m), 2)),
          every(6, Field.PowershareHoursLeft, TruckSignals::hoursLeft));

  private static final List<Signal> SEMI =
      List.of(
          every(70, Field.SemitruckTpmsPressureRe1L0, m -> pressure(m, 7.10)),
          every(70, Field.SemitruckTpmsPressureRe1L1, m -> pressure(m, 7.12)),
          every(70, Field.SemitruckTpmsPressureRe1R0, m -> pressure(m, 7.15)),
          every(70, Field.SemitruckTpmsPressureRe1R1, m -> pressure(m, 7.11)),
          every(70, Field.SemitruckTpmsPressureRe2L0, m -> pressure(m, 7.08)),
          every(70, Field.SemitruckTpmsPressureRe2L1, m -> pressure(m, 7.14)),
          every(70, Field.SemitruckTpmsPressureRe2R0, m -> pressure(m, 7.13)),
          every(70, Field.SemitruckTpmsPressureRe2R1, m -> pressure(m, 7.09)),
          setting(Field.SemitruckPassengerSeatFoldPosition, Values.of(seat())),
          onChange(Field.SemitruckTractorParkBrakeStatus, m -> Values.of(tractor(m))),
          onChange(Field.SemitruckTrailerParkBrakeStatus, m -> Values.of(trailer(m))));

  private TruckSignals() {}

  static List<Signal> of(Model model) {
    if (model.isCybertruck()) {
      return CYBERTRUCK;
    }
    return model.isSemi() ? SEMI : List.of();
  }

  private static boolean isLoading(Moment m) {
    return m.isAt(Stop.SHOPS) && m.activity() == Activity.BOARDING;
  }

  private static TonneauPositionState tonneau(Moment m) {
    return isLoading(m)
        ? TonneauPositionState.TonneauPositionStateFullyOpen
        : TonneauPositionState.TonneauPositionStateClosed;
  }

  private static TonneauTentModeState tent() {
    return TonneauTentModeState.TonneauTentModeStateInactive;
  }

  /** Something at its sockets while it waits at the shops. */
  private static boolean isSharing(Moment m) {
    return m.isAt(Stop.SHOPS) && m.activity() == Activity.AWAY;
  }

  private static PowershareState powershare(Moment m) {
    if (isSharing(m)) {
      return PowershareState.PowershareStateEnabled;
    }
    return isLoading(m)
        ? PowershareState.PowershareStateStopped
        : PowershareState.PowershareStateInactive;
  }

  private static PowershareTypeStatus powershareType(Moment m) {
    return isSharing(m)
        ? PowershareTypeStatus.PowershareTypeStatusLoad
        : PowershareTypeStatus.PowershareTypeStatusNone;
  }

  private static PowershareStopReasonStatus stopReason(Moment m) {
    return isLoading(m)
        ? PowershareStopReasonStatus.PowershareStopReasonStatusUser
        : PowershareStopReasonStatus.PowershareStopReasonStatusNone;
  }

  private static double shared(Moment m) {
    return isSharing(m) ? 0.06 + 0.01 * m.waver(2) : 0;
  }

  private static Value hoursLeft(Moment m) {
    double aboveReserve = BatterySignals.energy(m) * 0.75;
    return isSharing(m) ? Values.real(aboveReserve / shared(m), 0) : Values.INVALID;
  }

  /** In bar. */
  private static Value pressure(Moment m, double cold) {
    return Values.single(cold + (m.isCruising() ? 0.3 : 0) + 0.03 * m.waver(1), 3);
  }

  private static SeatFoldPosition seat() {
    return SeatFoldPosition.SeatFoldPositionFolded;
  }

  private static TractorAirStatus tractor(Moment m) {
    return m.isParked()
        ? TractorAirStatus.TractorAirStatusExhausted
        : TractorAirStatus.TractorAirStatusCharged;
  }

  private static TrailerAirStatus trailer(Moment m) {
    return m.isParked()
        ? TrailerAirStatus.TrailerAirStatusExhausted
        : TrailerAirStatus.TrailerAirStatusCharged;
  }
}
