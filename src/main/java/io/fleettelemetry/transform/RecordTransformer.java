package io.fleettelemetry.transform;

import io.fleettelemetry.telemetry.RecordType;
import java.util.Arrays;

/**
 * Makes of a vehicle's payload what dispatchers get. The VIN is always the certificate's; a
 * location that came as text becomes a LocationValue, scientific notation plain decimals, and
 * milliseconds in the seconds of an alert's time stamps become seconds and nanos. All else is kept,
 * unknown fields and enum numbers too, and is written canonically: known fields in the order of
 * their numbers, then the unknown ones.
 */
public final class RecordTransformer {

  private RecordTransformer() {}

  /**
   * Transforms one payload. Total: any bytes give a record or the reason why not. Keeps no
   * reference to the buffer. Callable on any thread.
   *
   * @param type a type without schema is copied as it is
   * @param buffer holds the payload between {@code offset} and {@code offset + length}
   * @param vin of the vehicle's certificate
   */
  public static Transformation transform(
      RecordType type, byte[] buffer, int offset, int length, String vin) {
    MessageSchema schema = MessageSchema.of(type);
    if (schema == null) {
      return new Transformation.Transformed(Arrays.copyOfRange(buffer, offset, offset + length), 0);
    }
    RecordEdits edits = new RecordEdits(buffer, schema, vin);
    byte[] protobuf = new MessageCopier(buffer, offset, length, schema, edits).copy();
    return protobuf == null
        ? new Transformation.Invalid(MessageValidator.problem(buffer, offset, length, schema))
        : new Transformation.Transformed(protobuf, edits.signals());
  }
}
