package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.CarTypeValue;

/**
 * What differs between vehicle models.
 *
 * @param type as signals name it
 * @param trim as signals name it
 * @param wheels as signals name them
 * @param batteryKwh usable
 * @param rangeMiles of a full battery
 * @param massKg with driver
 * @param dragArea in square metres, times its coefficient
 * @param motors drive inverters: 1 is the rear one, 2 also the front one, 3 two rear and one front
 */
record Model(
    CarTypeValue type,
    String trim,
    String wheels,
    double batteryKwh,
    double rangeMiles,
    double massKg,
    double dragArea,
    int motors) {

  static final Model THREE =
      new Model(CarTypeValue.CarTypeModel3, "74", "Photon18", 75, 333, 1_900, 0.50, 1);
  static final Model Y =
      new Model(CarTypeValue.CarTypeModelY, "74D", "Gemini19", 77, 311, 2_080, 0.61, 2);
  static final Model S =
      new Model(CarTypeValue.CarTypeModelS, "P100D", "Arachnid21", 95, 348, 2_250, 0.49, 3);
  static final Model X =
      new Model(CarTypeValue.CarTypeModelX, "100D", "Cyberstream20", 95, 335, 2_460, 0.64, 2);
  static final Model CYBERTRUCK =
      new Model(CarTypeValue.CarTypeCybertruck, "AWD", "Core20", 122, 325, 3_100, 1.05, 2);
  static final Model SEMI =
      new Model(CarTypeValue.CarTypeSemiTruck, "LongRange", "Semi22", 820, 480, 22_000, 3.6, 3);

  boolean isSemi() {
    return type == CarTypeValue.CarTypeSemiTruck;
  }

  boolean isCybertruck() {
    return type == CarTypeValue.CarTypeCybertruck;
  }
}
