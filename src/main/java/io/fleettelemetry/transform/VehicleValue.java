package io.fleettelemetry.transform;

import java.util.Arrays;

/**
 * A value of {@code V} as it is read: which member it is and what that holds. One object serves all
 * values of a record, one after the other. Not thread-safe.
 */
public final class VehicleValue {

  private static final int PARTS =
      ValueMember.all().stream().mapToInt(ValueMember::lastPart).max().orElse(0) + 1;

  private final long[] parts = new long[PARTS];
  private ValueMember member;
  private String text;
  private long bits;

  /** Becomes a value without a member. */
  public void clear() {
    member = null;
    Arrays.fill(parts, 0);
  }

  /** Reads the value that the reader is at, on top of what is already here. */
  public void read(WireReader reader) {
    int outer = reader.enter();
    while (reader.next()) {
      ValueMember next = ValueMember.at(reader);
      if (next != null) {
        readMember(reader, next);
      }
    }
    reader.leave(outer);
  }

  private void readMember(WireReader reader, ValueMember next) {
    if (next != member) {
      clear();
      member = next;
    }
    switch (next.type()) {
      case STRING -> text = reader.stringValue();
      case MESSAGE -> readParts(reader, next.lastPart());
      default -> bits = reader.longValue();
    }
  }

  private void readParts(WireReader reader, int last) {
    int outer = reader.enter();
    while (reader.next()) {
      if (reader.fieldNumber() <= last && reader.wireType() != WireReader.LENGTH_DELIMITED) {
        parts[reader.fieldNumber()] = reader.longValue();
      }
    }
    reader.leave(outer);
  }

  /** Which member it is; null when it has none that the schema knows. */
  public ValueMember member() {
    return member;
  }

  /** A string. */
  public String text() {
    return text;
  }

  /** An int64, or the bits of a number. */
  public long longValue() {
    return bits;
  }

  /** An int32 or the number of an enum's value. */
  public int intValue() {
    return (int) bits;
  }

  /** A float. */
  public float floatValue() {
    return Float.intBitsToFloat((int) bits);
  }

  /** A double. */
  public double doubleValue() {
    return Double.longBitsToDouble(bits);
  }

  /** A boolean. */
  public boolean boolValue() {
    return bits != 0;
  }

  /** A field of the message that it holds; 0 when absent. */
  public int intPart(int number) {
    return (int) parts[number];
  }

  /** A field of the message that it holds; 0 when absent. */
  public double doublePart(int number) {
    return Double.longBitsToDouble(parts[number]);
  }

  /** A field of the message that it holds; false when absent. */
  public boolean boolPart(int number) {
    return parts[number] != 0;
  }
}
