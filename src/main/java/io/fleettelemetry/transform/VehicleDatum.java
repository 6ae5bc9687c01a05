package io.fleettelemetry.transform;

import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;

/** A datum of {@code V} as it is read. One object serves all of a record. Not thread-safe. */
public final class VehicleDatum {

  private static final int KEY = Datum.KEY_FIELD_NUMBER << 3 | WireReader.VARINT;
  private static final int VALUE = Datum.VALUE_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final EnumNames FIELDS = new EnumNames(Field.getDescriptor());

  private final VehicleValue value = new VehicleValue();
  private int key;
  private boolean hasValue;

  /** Reads the datum that the reader is at. */
  public void read(WireReader reader) {
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
  public String name() {
    return FIELDS.of(key);
  }

  /** Whether there is a value at all, be it one without a member. */
  public boolean hasValue() {
    return hasValue;
  }

  /** The value of the datum that was read last; the same object for all. */
  public VehicleValue value() {
    return value;
  }
}
