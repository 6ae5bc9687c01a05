package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Value;

/** What runs in a vehicle: which signals it knows and how it writes their values. */
enum Firmware {
  /** Knows all signals and writes each in its own type. */
  TYPED("2025.2.6", Integer.MAX_VALUE),
  /** From before typed values: writes text, and milliseconds into the seconds of alerts. */
  TEXT("2024.26.9", Field.DiInverterTRER_VALUE);

  private final String version;
  private final int lastField;

  Firmware(String version, int lastField) {
    this.version = version;
    this.lastField = lastField;
  }

  /** As in the header {@code Version} and in the signal of that name. */
  String version() {
    return version;
  }

  /** Whether it had this signal already. */
  boolean knows(Field field) {
    return field.getNumber() <= lastField;
  }

  /** The value as this firmware writes it. */
  Value write(Value typed) {
    return this == TYPED ? typed : Value.newBuilder().setStringValue(ValueText.of(typed)).build();
  }
}
