package io.fleettelemetry.simulator.trip;

import static io.fleettelemetry.simulator.trip.Signal.every;
import static io.fleettelemetry.simulator.trip.Signal.onChange;
import static io.fleettelemetry.simulator.trip.Signal.setting;
import static io.fleettelemetry.simulator.trip.Signal.urgent;

import io.fleettelemetry.proto.vehicledata.CableType;
import io.fleettelemetry.proto.vehicledata.ChargePortLatchValue;
import io.fleettelemetry.proto.vehicledata.ChargePortValue;
import io.fleettelemetry.proto.vehicledata.DetailedChargeStateValue;
import io.fleettelemetry.proto.vehicledata.FastCharger;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.ScheduledChargingModeValue;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.List;

/** Charging: the session, the port and the plans for it. */
final class ChargingSignals {
  private static final double AC_VOLTS = 240;

  /** What is lost between the grid and the battery. */
  private static final double LOSS = 1.08;

  private static final List<Signal> ALL =
      List.of(
          urgent(Field.DetailedChargeState, m -> Values.of(state(m))),
          urgent(Field.ChargeState, ChargingSignals::coarseState),
          every(3, Field.DCChargingPower, m -> Values.real(isFast(m) ? power(m) : 0, 2)),
          every(4, Field.DCChargingEnergyIn, m -> Values.real(isFast(m) ? energy(m) : 0, 3)),
          every(3, Field.ACChargingPower, m -> Values.real(isSlow(m) ? power(m) : 0, 2)),
          every(4, Field.ACChargingEnergyIn, m -> Values.real(isSlow(m) ? energy(m) : 0, 3)),
          every(3, Field.ChargeAmps, m -> Values.real(amps(m), 1)),
          every(5, Field.ChargerVoltage, m -> Values.real(volts(m), 1)),
          onChange(Field.ChargerPhases, m -> isSlow(m) ? Values.of(1) : Values.INVALID),
          every(6, Field.ChargeRateMilePerHour, m -> Values.real(milesPerHour(m), 1)),
          every(5, Field.TimeToFullCharge, m -> Values.real(m.charge().hoursToFull(), 3)),
          every(7, Field.EstimatedHoursToChargeTermination, ChargingSignals::hoursLeft),
          onChange(Field.ChargeLimitSoc, m -> Values.of(m.car().chargeLimit())),
          onChange(Field.ChargeCurrentRequest, m -> Values.of(isFast(m) ? 0 : 48)),
          setting(Field.ChargeCurrentRequestMax, Values.of(48)),
          onChange(Field.ChargeEnableRequest, m -> Values.of(m.activity().isPlugged())),
          onChange(Field.FastChargerPresent, m -> Values.of(m.charge().fast())),
          onChange(Field.FastChargerType, m -> Values.of(charger(m))),
          onChange(Field.ChargingCableType, m -> Values.of(cable(m))),
          onChange(Field.ChargePortDoorOpen, m -> Values.of(m.activity().isPlugged())),
          onChange(Field.ChargePortLatch, m -> Values.of(latch(m))),
          setting(Field.ChargePort, Values.of(ChargePortValue.ChargePortUS)),
          setting(Field.ChargePortColdWeatherMode, Values.of(false)),
          onChange(Field.SuperchargerSessionTripPlanner, m -> Values.of(m.charge().fast())),
          setting(Field.ScheduledChargingMode, Values.of(mode())),
          onChange(Field.ScheduledChargingPending, m -> Values.of(isPending(m))),
          setting(Field.ScheduledChargingStartTime, Values.time(23, 30)),
          setting(Field.ScheduledDepartureTime, Values.time(7, 15)),
          onChange(Field.PreconditioningEnabled, m -> Values.of(isPreconditioning(m))));

  private ChargingSignals() {}

  static List<Signal> all() {
    return ALL;
  }

  /** Warming up for the drive from home. */
  static boolean isPreconditioning(Moment m) {
    return m.isAt(Stop.HOME) && m.activity() == Activity.AWAY && m.motion().round() > 5;
  }

  private static DetailedChargeStateValue state(Moment m) {
    return switch (m.activity()) {
      case PLUGGED -> DetailedChargeStateValue.DetailedChargeStateStarting;
      case CHARGING -> DetailedChargeStateValue.DetailedChargeStateCharging;
      case CHARGED ->
          m.isAt(Stop.HOME)
              ? DetailedChargeStateValue.DetailedChargeStateComplete
              : DetailedChargeStateValue.DetailedChargeStateStopped;
      default -> DetailedChargeStateValue.DetailedChargeStateDisconnected;
    };
  }

  private static Value coarseState(Moment m) {
    return Values.of(
        switch (m.activity()) {
          case PLUGGED -> "Startup";
          case CHARGING -> "Enable";
          default -> "Idle";
        });
  }

  private static boolean isFast(Moment m) {
    return m.charge().fast() && m.isCharging();
  }

  private static boolean isSlow(Moment m) {
    return !m.charge().fast() && m.isCharging();
  }

  /** From the grid, in kilowatts. */
  private static double power(Moment m) {
    return -m.charge().kilowatts() * LOSS;
  }

  private static double energy(Moment m) {
    return m.charge().chargedKwh() * LOSS;
  }

  private static double volts(Moment m) {
    if (isSlow(m)) {
      return AC_VOLTS + 2 * m.waver(1);
    }
    return isFast(m) ? BatterySignals.volts(m) : 2;
  }

  private static double amps(Moment m) {
    return m.isCharging() ? 1_000 * power(m) / volts(m) : 0;
  }

  private static double milesPerHour(Moment m) {
    Model model = m.car().model();
    double perKwh = model.rangeMiles() / model.batteryKwh();
    return m.isCharging() ? -m.charge().kilowatts() * perKwh : 0;
  }

  private static Value hoursLeft(Moment m) {
    return m.isCharging() ? Values.real(m.charge().hoursToFull() + 0.05, 2) : Values.INVALID;
  }

  private static FastCharger charger(Moment m) {
    if (!m.charge().fast()) {
      return FastCharger.FastChargerSNA;
    }
    return m.isAt(Stop.CHARGER)
        ? FastCharger.FastChargerSupercharger
        : FastCharger.FastChargerOther;
  }

  private static CableType cable(Moment m) {
    return m.activity().isPlugged() ? CableType.CableTypeSAE : CableType.CableTypeSNA;
  }

  private static ChargePortLatchValue latch(Moment m) {
    return m.activity().isPlugged()
        ? ChargePortLatchValue.ChargePortLatchEngaged
        : ChargePortLatchValue.ChargePortLatchDisengaged;
  }

  private static ScheduledChargingModeValue mode() {
    return ScheduledChargingModeValue.ScheduledChargingModeDepartBy;
  }

  private static boolean isPending(Moment m) {
    return m.isAt(Stop.HOME) && m.activity() == Activity.PLUGGED;
  }
}
