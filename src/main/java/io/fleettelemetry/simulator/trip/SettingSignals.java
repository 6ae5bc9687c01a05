package io.fleettelemetry.simulator.trip;

import static io.fleettelemetry.simulator.trip.Signal.onChange;
import static io.fleettelemetry.simulator.trip.Signal.reading;
import static io.fleettelemetry.simulator.trip.Signal.setting;

import io.fleettelemetry.proto.vehicledata.ChargeUnitPreference;
import io.fleettelemetry.proto.vehicledata.DistanceUnit;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.ForwardCollisionSensitivity;
import io.fleettelemetry.proto.vehicledata.GuestModeMobileAccess;
import io.fleettelemetry.proto.vehicledata.LaneAssistLevel;
import io.fleettelemetry.proto.vehicledata.PressureUnit;
import io.fleettelemetry.proto.vehicledata.SpeedAssistLevel;
import io.fleettelemetry.proto.vehicledata.SunroofInstalledState;
import io.fleettelemetry.proto.vehicledata.TemperatureUnit;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.List;

/** How the vehicle was built and set up: mostly the same for a whole trip. */
final class SettingSignals {
  private static final String NEXT_VERSION = "2025.8.4";
  private static final int UPDATE_MINUTES = 25;

  private static final List<Signal> ALL =
      List.of(
          reading(1, Field.VehicleName, m -> new Reading.Name()),
          onChange(Field.Version, m -> Values.of(m.car().firmware().version())),
          onChange(Field.CarType, m -> Values.of(m.car().model().type())),
          onChange(Field.Trim, m -> Values.of(m.car().model().trim())),
          onChange(Field.WheelType, m -> Values.of(m.car().model().wheels())),
          onChange(Field.ExteriorColor, m -> Values.of(m.car().exteriorColor())),
          setting(Field.RoofColor, Values.of("RoofColorGlass")),
          setting(Field.SunroofInstalled, Values.of(sunroof())),
          setting(Field.EfficiencyPackage, Values.of("Default")),
          setting(Field.EuropeVehicle, Values.of(false)),
          setting(Field.RightHandDrive, Values.of(false)),
          setting(Field.RemoteStartEnabled, Values.of(true)),
          setting(Field.ServiceMode, Values.of(false)),
          setting(Field.ValetModeEnabled, Values.of(false)),
          setting(Field.PinToDriveEnabled, Values.of(true)),
          setting(Field.GuestModeEnabled, Values.of(false)),
          setting(Field.GuestModeMobileAccessState, Values.of(guest())),
          setting(Field.PairedPhoneKeyAndKeyFobQty, Values.of(3)),
          setting(Field.HomelinkDeviceCount, Values.of(1)),
          setting(Field.OffroadLightbarPresent, Values.of(false)),
          setting(Field.SpeedLimitMode, Values.of(false)),
          setting(Field.CurrentLimitMph, Values.real(85, 0)),
          setting(Field.SpeedLimitWarning, Values.of(speedWarning())),
          setting(Field.ForwardCollisionWarning, Values.of(collisionWarning())),
          setting(Field.LaneDepartureAvoidance, Values.of(LaneAssistLevel.LaneAssistLevelAssist)),
          setting(Field.EmergencyLaneDepartureAvoidance, Values.of(true)),
          setting(Field.AutomaticBlindSpotCamera, Values.of(true)),
          setting(Field.BlindSpotCollisionWarningChime, Values.of(true)),
          setting(Field.AutomaticEmergencyBrakingOff, Values.of(false)),
          setting(Field.SettingDistanceUnit, Values.of(DistanceUnit.DistanceUnitMiles)),
          setting(Field.SettingTemperatureUnit, Values.of(TemperatureUnit.TemperatureUnitCelsius)),
          setting(Field.SettingTirePressureUnit, Values.of(PressureUnit.PressureUnitBar)),
          setting(Field.SettingChargeUnit, Values.of(ChargeUnitPreference.ChargeUnitPercent)),
          setting(Field.Setting24HourTime, Values.of(true)),
          setting(Field.MediaAudioVolumeIncrement, Values.real(0.333, 3)),
          setting(Field.MediaAudioVolumeMax, Values.real(10.333, 3)),
          setting(Field.SoftwareUpdateVersion, Values.of(NEXT_VERSION)),
          setting(Field.SoftwareUpdateExpectedDurationMinutes, Values.of(UPDATE_MINUTES)),
          setting(Field.SoftwareUpdateScheduledStartTime, Values.INVALID),
          setting(Field.SoftwareUpdateInstallationPercentComplete, Values.of(0)),
          onChange(Field.SoftwareUpdateDownloadPercentComplete, SettingSignals::downloaded));

  private SettingSignals() {}

  static List<Signal> all() {
    return ALL;
  }

  /** Over the network at home. */
  private static Value downloaded(Moment m) {
    return Values.of(m.isAt(Stop.HOME) && m.isCharging() ? m.motion().round() / 10 * 25 : 0);
  }

  private static SunroofInstalledState sunroof() {
    return SunroofInstalledState.SunroofInstalledStateNotInstalled;
  }

  private static GuestModeMobileAccess guest() {
    return GuestModeMobileAccess.GuestModeMobileAccessInit;
  }

  private static SpeedAssistLevel speedWarning() {
    return SpeedAssistLevel.SpeedAssistLevelDisplay;
  }

  private static ForwardCollisionSensitivity collisionWarning() {
    return ForwardCollisionSensitivity.ForwardCollisionSensitivityAverage;
  }
}
