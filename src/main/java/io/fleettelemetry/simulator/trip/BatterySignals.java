package io.fleettelemetry.simulator.trip;

import static io.fleettelemetry.simulator.trip.Signal.every;
import static io.fleettelemetry.simulator.trip.Signal.onChange;
import static io.fleettelemetry.simulator.trip.Signal.reading;
import static io.fleettelemetry.simulator.trip.Signal.setting;
import static io.fleettelemetry.simulator.trip.Signal.urgent;

import io.fleettelemetry.proto.vehicledata.BMSStateValue;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.HvilStatus;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.List;

/** The battery: what it holds, gives and measures of itself. */
final class BatterySignals {
  /** Cells in series. */
  private static final int BRICKS = 96;

  private static final List<Signal> ALL =
      List.of(
          new Signal(Field.Soc, 4, 15, false, m -> fixed(Values.real(m.charge().soc(), 2))),
          every(12, Field.BatteryLevel, m -> Values.real(m.charge().soc() * 0.97 + 2.4, 2)),
          every(10, Field.EnergyRemaining, m -> Values.real(energy(m), 2)),
          every(12, Field.RatedRange, m -> range(m, 1)),
          every(16, Field.EstBatteryRange, m -> range(m, 0.91)),
          every(16, Field.IdealBatteryRange, m -> range(m, 1.04)),
          every(6, Field.PackVoltage, m -> Values.real(volts(m), 2)),
          every(6, Field.PackCurrent, m -> Values.real(amps(m), 1)),
          every(30, Field.BrickVoltageMax, m -> Values.single(volts(m) / BRICKS + 0.004, 3)),
          every(30, Field.BrickVoltageMin, m -> Values.single(volts(m) / BRICKS - 0.004, 3)),
          every(60, Field.NumBrickVoltageMax, m -> Values.of(40 + (int) (m.waver(5) * 3))),
          every(60, Field.NumBrickVoltageMin, m -> Values.of(71 + (int) (m.waver(6) * 3))),
          every(40, Field.ModuleTempMax, m -> Values.single(celsius(m) + 1.5, 1)),
          every(40, Field.ModuleTempMin, m -> Values.single(celsius(m) - 1, 1)),
          every(80, Field.NumModuleTempMax, m -> Values.of(2 + (int) m.waver(7))),
          every(80, Field.NumModuleTempMin, m -> Values.of(4 + (int) m.waver(8))),
          every(50, Field.IsolationResistance, m -> Values.real(3_000 + 60 * m.waver(9), 0)),
          setting(Field.Hvil, Values.of(HvilStatus.HvilStatusOK)),
          urgent(Field.BMSState, m -> Values.of(state(m))),
          onChange(Field.DCDCEnable, m -> Values.of(m.activity() != Activity.AWAY)),
          onChange(Field.BmsFullchargecomplete, m -> Values.of(false)),
          onChange(Field.BatteryHeaterOn, m -> Values.of(isHeating(m))),
          onChange(Field.NotEnoughPowerToHeat, m -> Values.of(false)),
          reading(60, Field.LifetimeEnergyUsed, BatterySignals::used),
          reading(60, Field.LifetimeEnergyUsedDrive, BatterySignals::driven),
          reading(60, Field.LifetimeEnergyGainedRegen, BatterySignals::regained));

  private BatterySignals() {}

  static List<Signal> all() {
    return ALL;
  }

  /** Of the whole pack; less under load, more while charging. */
  static double volts(Moment m) {
    double open = 330 + 0.55 * m.charge().soc();
    return open - 8 * m.charge().kilowatts() / m.car().model().batteryKwh();
  }

  /** In kWh. */
  static double energy(Moment m) {
    return m.car().model().batteryKwh() * m.charge().soc() / 100;
  }

  /** Into the pack; negative while it gives. */
  private static double amps(Moment m) {
    return -1_000 * m.charge().kilowatts() / volts(m);
  }

  private static double celsius(Moment m) {
    return 24 + (m.isCharging() ? 6 : 0) + 2 * m.waver(2);
  }

  private static Value range(Moment m, double share) {
    return Values.real(m.car().model().rangeMiles() * m.charge().soc() / 100 * share, 2);
  }

  private static BMSStateValue state(Moment m) {
    if (m.isCharging()) {
      return BMSStateValue.BMSStateCharge;
    }
    if (m.activity() == Activity.AWAY) {
      return BMSStateValue.BMSStateStandby;
    }
    return m.isParked() ? BMSStateValue.BMSStateSupport : BMSStateValue.BMSStateDrive;
  }

  /** On the last miles to a fast charger. */
  private static boolean isHeating(Moment m) {
    return m.motion().leg().to() == Stop.CHARGER && m.milesToGo() > 0 && m.milesToGo() < 4;
  }

  private static Reading fixed(Value value) {
    return new Reading.Fixed(value);
  }

  private static Reading used(Moment m) {
    return new Reading.Counter(m.charge().usedKwh(), m.lap().last().usedKwh(), 0.29);
  }

  private static Reading driven(Moment m) {
    return new Reading.Counter(m.charge().drivenKwh(), m.lap().last().drivenKwh(), 0.31);
  }

  private static Reading regained(Moment m) {
    return new Reading.Counter(m.charge().regainedKwh(), m.lap().last().regainedKwh(), 0.06);
  }
}
