package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.proto.vehicledata.TireLocation;
import java.util.List;

/** The wheels that a vehicle has, as the log names them. */
final class Wheels {

  private static final int MODEL = 3;
  private static final char SEMI_MODEL = 'T';

  private static final List<Wheel> CAR =
      List.of(
          new Wheel("FrontLeft", TireLocation.FRONT_LEFT_FIELD_NUMBER),
          new Wheel("FrontRight", TireLocation.FRONT_RIGHT_FIELD_NUMBER),
          new Wheel("RearLeft", TireLocation.REAR_LEFT_FIELD_NUMBER),
          new Wheel("RearRight", TireLocation.REAR_RIGHT_FIELD_NUMBER));

  /** A Semi tells of its middle axle's inner wheels where cars tell of their rear ones. */
  private static final List<Wheel> SEMI =
      List.of(
          new Wheel("FrontLeft", TireLocation.FRONT_LEFT_FIELD_NUMBER),
          new Wheel("FrontRight", TireLocation.FRONT_RIGHT_FIELD_NUMBER),
          new Wheel("SemiMiddleAxleLeft", TireLocation.REAR_LEFT_FIELD_NUMBER),
          new Wheel("SemiMiddleAxleLeft2", TireLocation.SEMI_MIDDLE_AXLE_LEFT_2_FIELD_NUMBER),
          new Wheel("SemiMiddleAxleRight", TireLocation.REAR_RIGHT_FIELD_NUMBER),
          new Wheel("SemiMiddleAxleRight2", TireLocation.SEMI_MIDDLE_AXLE_RIGHT_2_FIELD_NUMBER),
          new Wheel("SemiRearAxleLeft", TireLocation.SEMI_REAR_AXLE_LEFT_FIELD_NUMBER),
          new Wheel("SemiRearAxleLeft2", TireLocation.SEMI_REAR_AXLE_LEFT_2_FIELD_NUMBER),
          new Wheel("SemiRearAxleRight", TireLocation.SEMI_REAR_AXLE_RIGHT_FIELD_NUMBER),
          new Wheel("SemiRearAxleRight2", TireLocation.SEMI_REAR_AXLE_RIGHT_2_FIELD_NUMBER));

  private Wheels() {}

  /** The wheels of the vehicle with this VIN, which may be any text; sorted by name. */
  static List<Wheel> of(String vin) {
    return vin.length() > MODEL && vin.charAt(MODEL) == SEMI_MODEL ? SEMI : CAR;
  }

  /**
   * One wheel.
   *
   * @param name as the log has it
   * @param number its field in the tyre location
   */
  record Wheel(String name, int number) {}
}
