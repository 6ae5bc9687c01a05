package io.fleettelemetry.simulator.trip;

import static io.fleettelemetry.simulator.trip.Signal.every;
import static io.fleettelemetry.simulator.trip.Signal.onChange;
import static io.fleettelemetry.simulator.trip.Signal.setting;

import io.fleettelemetry.proto.vehicledata.CabinOverheatProtectionModeState;
import io.fleettelemetry.proto.vehicledata.ClimateKeeperModeState;
import io.fleettelemetry.proto.vehicledata.ClimateOverheatProtectionTempLimit;
import io.fleettelemetry.proto.vehicledata.DefrostModeState;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.HvacAutoModeState;
import io.fleettelemetry.proto.vehicledata.HvacPowerState;
import java.util.List;

/** Temperatures, and what heats and cools. */
final class ClimateSignals {
  private static final double WANTED_CELSIUS = 21.5;

  private static final List<Signal> ALL =
      List.of(
          every(14, Field.InsideTemp, m -> Values.real(inside(m), 1)),
          every(40, Field.OutsideTemp, m -> Values.real(outside(m), 1)),
          onChange(Field.HvacPower, m -> Values.of(power(m))),
          onChange(Field.HvacACEnabled, m -> Values.of(isOn(m))),
          onChange(Field.HvacAutoMode, m -> Values.of(auto(m))),
          every(30, Field.HvacFanSpeed, m -> Values.of(fan(m))),
          every(30, Field.HvacFanStatus, m -> Values.of(fan(m))),
          setting(Field.HvacLeftTemperatureRequest, Values.real(WANTED_CELSIUS, 1)),
          setting(Field.HvacRightTemperatureRequest, Values.real(WANTED_CELSIUS + 0.5, 1)),
          setting(Field.HvacSteeringWheelHeatAuto, Values.of(true)),
          onChange(Field.HvacSteeringWheelHeatLevel, m -> Values.of(isLeavingHome(m) ? 2 : 0)),
          onChange(Field.ClimateKeeperMode, m -> Values.of(keeper(m))),
          onChange(Field.DefrostMode, m -> Values.of(defrost(m))),
          onChange(
              Field.DefrostForPreconditioning,
              m -> Values.of(ChargingSignals.isPreconditioning(m))),
          onChange(Field.RearDefrostEnabled, m -> Values.of(isLeavingHome(m))),
          setting(Field.WiperHeatEnabled, Values.of(false)),
          onChange(Field.SeatHeaterLeft, m -> Values.of(isLeavingHome(m) ? 2 : 1)),
          onChange(Field.SeatHeaterRight, m -> Values.of(isLeavingHome(m) ? 1 : 0)),
          setting(Field.SeatHeaterRearLeft, Values.of(0)),
          setting(Field.SeatHeaterRearRight, Values.of(0)),
          setting(Field.SeatHeaterRearCenter, Values.of(0)),
          setting(Field.RearSeatHeaters, Values.of(3)),
          setting(Field.AutoSeatClimateLeft, Values.of(true)),
          setting(Field.AutoSeatClimateRight, Values.of(false)),
          setting(Field.ClimateSeatCoolingFrontLeft, Values.of(0)),
          setting(Field.ClimateSeatCoolingFrontRight, Values.of(0)),
          setting(Field.SeatVentEnabled, Values.of(false)),
          setting(Field.RearDisplayHvacEnabled, Values.of(false)),
          setting(Field.CabinOverheatProtectionMode, Values.of(overheatProtection())),
          setting(Field.CabinOverheatProtectionTemperatureLimit, Values.of(overheatLimit())));

  private ClimateSignals() {}

  static List<Signal> all() {
    return ALL;
  }

  /** Colder after some time without anybody in. */
  private static double inside(Moment m) {
    double left = m.activity() == Activity.AWAY ? Math.min(m.motion().round(), 8) * 0.4 : 0;
    return WANTED_CELSIUS - left + 0.3 * m.waver(2);
  }

  private static double outside(Moment m) {
    return 15.5 + 1.5 * m.waver(10);
  }

  private static boolean isOn(Moment m) {
    return m.activity() != Activity.AWAY && m.activity() != Activity.CHARGED;
  }

  private static HvacPowerState power(Moment m) {
    if (ChargingSignals.isPreconditioning(m)) {
      return HvacPowerState.HvacPowerStatePrecondition;
    }
    return isOn(m) ? HvacPowerState.HvacPowerStateOn : HvacPowerState.HvacPowerStateOff;
  }

  private static HvacAutoModeState auto(Moment m) {
    return isLeavingHome(m)
        ? HvacAutoModeState.HvacAutoModeStateOverride
        : HvacAutoModeState.HvacAutoModeStateOn;
  }

  private static int fan(Moment m) {
    return isOn(m) ? 4 + (int) Math.round(2 * m.waver(9)) : 0;
  }

  private static ClimateKeeperModeState keeper(Moment m) {
    return m.isAt(Stop.SHOPS) && m.activity() == Activity.AWAY
        ? ClimateKeeperModeState.ClimateKeeperModeStateDog
        : ClimateKeeperModeState.ClimateKeeperModeStateOff;
  }

  private static DefrostModeState defrost(Moment m) {
    return isLeavingHome(m)
        ? DefrostModeState.DefrostModeStateAutoDefog
        : DefrostModeState.DefrostModeStateOff;
  }

  private static boolean isLeavingHome(Moment m) {
    return m.motion().leg().to() == Stop.SHOPS && m.motion().meters() < 3_000;
  }

  private static CabinOverheatProtectionModeState overheatProtection() {
    return CabinOverheatProtectionModeState.CabinOverheatProtectionModeStateFanOnly;
  }

  private static ClimateOverheatProtectionTempLimit overheatLimit() {
    return ClimateOverheatProtectionTempLimit.ClimateOverheatProtectionTempLimitMedium;
  }
}
