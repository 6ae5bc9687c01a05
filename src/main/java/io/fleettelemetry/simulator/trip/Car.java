package io.fleettelemetry.simulator.trip;

import java.util.List;

/**
 * A vehicle of the simulated fleet, as it was built and with what runs in it.
 *
 * @param model which one
 * @param exteriorColor as signals name it
 * @param firmware that it runs
 * @param chargeLimit state of charge at which charging ends, in percent
 */
record Car(Model model, String exteriorColor, Firmware firmware, int chargeLimit) {

  /** Vehicle number 0 drives the first one, and so on in turn: one of four has old firmware. */
  static final List<Car> FLEET =
      List.of(
          new Car(Model.THREE, "DeepBlue", Firmware.TYPED, 80),
          new Car(Model.Y, "PearlWhite", Firmware.TYPED, 70),
          new Car(Model.S, "UltraRed", Firmware.TYPED, 90),
          new Car(Model.THREE, "MidnightSilver", Firmware.TEXT, 60),
          new Car(Model.CYBERTRUCK, "StainlessSteel", Firmware.TYPED, 85),
          new Car(Model.X, "StealthGrey", Firmware.TYPED, 75),
          new Car(Model.SEMI, "PearlWhite", Firmware.TYPED, 95),
          new Car(Model.Y, "SolidBlack", Firmware.TEXT, 65));
}
