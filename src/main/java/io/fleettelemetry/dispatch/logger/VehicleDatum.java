package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.transform.WireReader;

/** A datum of {@code V} as it is read. One object serves all of a record. Not thread-safe. */
final class VehicleDatum {

  private static final int KEY = Datum.KEY_FIELD_NUMBER << 3 | WireReader.VARINT;
  private static final int VALUE = Datum.VALUE_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final EnumNames FIELDS = new EnumNames(Field.getDescriptor());

  private final VehicleValue value = new VehicleValue();
  private int key;
  private boolean hasValue;

  /** Reads the datum that the reader is at. */
  void read(WireReader reader) {
    key = 0;
    hasValue = false;
    value.clear();
    int outer = reader.enter();
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case KEY -> key = reader.intValue();
        case VALUE -> {
          hasValue = true;
          value.read(reader);
        }
        default -> {}
      }
    }
    reader.leave(outer);
  }

  /** The field's name; its number where the schema has none. */
  String name() {
    return FIELDS.of(key);
  }

  /** Whether there is a value at all, be it one without a member. */
  boolean hasValue() {
    return hasValue;
  }

  VehicleValue value() {
    return value;
  }
}
