package io.fleettelemetry.simulator.trip;

import java.util.List;
import java.util.stream.Stream;

/** All signals that a car has. */
final class SignalCatalogue {

  private SignalCatalogue() {}

  /** What its model has and its firmware knows. */
  static List<Signal> of(Car car) {
    return Stream.of(
            MotionSignals.of(car.model()),
            BatterySignals.all(),
            ChargingSignals.all(),
            BodySignals.all(),
            ClimateSignals.all(),
            CabinSignals.all(),
            SettingSignals.all(),
            TruckSignals.of(car.model()))
        .flatMap(List::stream)
        .filter(signal -> car.firmware().knows(signal.field()))
        .toList();
  }
}
