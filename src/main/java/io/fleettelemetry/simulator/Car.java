package io.fleettelemetry.simulator;

import java.util.List;

/**
 * A vehicle of the simulated fleet, as it was built and with what runs in it.
 *
 * @param model which one
 * @param exteriorColor as signals name it
 * @param firmware that it runs
 */
record Car(Model model, String exteriorColor, Firmware firmware) {

  /** Vehicle number 0 drives the first one, and so on in turn: one of four has old firmware. */
  static final List<Car> FLEET =
      List.of(
          new Car(Model.THREE, "DeepBlue", Firmware.TYPED),
          new Car(Model.Y, "PearlWhite", Firmware.TYPED),
          new Car(Model.S, "UltraRed", Firmware.TYPED),
          new Car(Model.THREE, "MidnightSilver", Firmware.TEXT),
          new Car(Model.CYBERTRUCK, "StainlessSteel", Firmware.TYPED),
          new Car(Model.X, "StealthGrey", Firmware.TYPED),
          new Car(Model.SEMI, "PearlWhite", Firmware.TYPED),
          new Car(Model.Y, "SolidBlack", Firmware.TEXT));
}
