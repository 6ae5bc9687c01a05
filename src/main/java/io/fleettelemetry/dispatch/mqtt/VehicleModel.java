package io.fleettelemetry.dispatch.mqtt;

import java.util.Map;

/** What a VIN says of the vehicle's model. */
final class VehicleModel {

  /** The fourth character of a Tesla's VIN. */
  private static final int MODEL = 3;

  private static final Map<Character, String> MODELS =
      Map.of(
          'S', "Model S",
          '3', "Model 3",
          'X', "Model X",
          'Y', "Model Y",
          'C', "Cybertruck",
          'R', "Roadster",
          'T', "Semi");

  private VehicleModel() {}

  /** The model's name; {@code Tesla} where the VIN does not say. */
  static String of(String vin) {
    return vin.length() > MODEL ? MODELS.getOrDefault(vin.charAt(MODEL), "Tesla") : "Tesla";
  }
}
