package io.fleettelemetry.transform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of a protobuf message from its wire bytes, one at a time, without objects and
 * without recursion. Any bytes end in {@link #next} returning false, with {@link #fault} telling
 * whether that was the end of the message; a fault is final. A field's value is read only as what
 * {@link #wireType} says it is. Not thread-safe.
 *
 * <p>A nested message is read with the same reader:
 *
 * <pre>{@code
 * int outer = reader.enter();
 * while (reader.next()) { ... }
 * reader.leave(outer);
 * }</pre>
 */
public final class WireReader extends WireInput {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LENGTH_DELIMITED = 2;
  public static final int GROUP = 3;
  public static final int FIXED32 = 5;

  /** Groups in groups that are still valid. */
  public static final int MAX_GROUP_DEPTH = 10_000;

  static final int MAX_FIELD_NUMBER = (1 << 29) - 1;
  private static final int END_GROUP = 4;
  private static final int[] NONE = {};

  private int fieldNumber;
  private int wireType;
  private int fieldStart;
  private int tagEnd;
  private int valueStart;
  private int valueEnd;
  private int[] openGroups = NONE;

  /** Reads all of an array. */
  public WireReader(byte[] buffer) {
    this(buffer, 0, buffer.length);
  }

  /**
   * Reads a part of an array.
   *
   * @throws IndexOutOfBoundsException when the part is not within the array, whose bounds are the
   *     caller's and not the vehicle's
   */
  public WireReader(byte[] buffer, int offset, int length) {
    super(buffer, offset, length);
  }

  /**
   * Goes on to the next field of the message.
   *
   * @return false at the end of the message and at a fault
   */
  public boolean next() {
    if (position >= end || fault != null) {
      return false;
    }
    fieldStart = position;
    if (!readTag()) {
      return false;
    }
    if (wireType == END_GROUP) {
      return fail(WireFault.GROUP_NOT_OPEN);
    }
    tagEnd = position;
    valueStart = position;
    return wireType == GROUP ? skipGroup() : readValue();
  }

  /** 1 to 2^29 - 1; of the last field that was begun, also where it is at fault. */
  public int fieldNumber() {
    return fieldNumber;
  }

  /** One of the constants of this class. */
  public int wireType() {
    return wireType;
  }

  /** Where in the array the field starts, tag included. */
  public int fieldStart() {
    return fieldStart;
  }

  /** Where the tag ends; for a length-delimited field its length starts here. */
  int tagEnd() {
    return tagEnd;
  }

  /**
   * Where in the array the field's value starts: after the tag, and after the length of a
   * length-delimited one.
   */
  public int valueStart() {
    return valueStart;
  }

  /** Where the value ends, exclusive; a group's value includes its end tag. */
  public int valueEnd() {
    return valueEnd;
  }

  /** A length-delimited value as text; bytes that are no UTF-8 are replaced. */
  public String stringValue() {
    return new String(buffer, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8);
  }

  /**
   * Goes into the length-delimited value of the field, a nested message.
   *
   * @return what {@link #leave} takes to come back
   */
  public int enter() {
    int outer = end();
    move(valueStart, valueEnd);
    return outer;
  }

  /** Comes back from a nested message that was read to its end, or is to be read no further. */
  public void leave(int outer) {
    move(end(), outer);
  }

  /** Reads once more a value that was read before. */
  void reread(int wireType, int from, int to) {
    move(from, to);
    this.wireType = wireType;
    valueStart = from;
    if (wireType == LENGTH_DELIMITED) {
      bits = (long) to - from;
      valueEnd = to;
    } else {
      readValue();
    }
  }

  private boolean readTag() {
    if (!readVarint()) {
      return false;
    }
    long number = bits >>> 3;
    wireType = (int) bits & 7;
    if (number == 0 || number > MAX_FIELD_NUMBER) {
      return fail(WireFault.FIELD_NUMBER);
    }
    fieldNumber = (int) number;
    return true;
  }

  private boolean readValue() {
    boolean read =
        switch (wireType) {
          case VARINT -> readVarint();
          case FIXED64 -> readFixed(8);
          case FIXED32 -> readFixed(4);
          case LENGTH_DELIMITED -> readLength();
          default -> fail(WireFault.WIRE_TYPE);
        };
    valueEnd = position;
    return read;
  }

  private boolean readLength() {
    if (!readVarint()) {
      return false;
    }
    if (bits < 0 || bits > end - position) {
      return fail(WireFault.LENGTH);
    }
    valueStart = position;
    position += (int) bits;
    return true;
  }

  /** Reads the group whose start was just read, to its end and through all that is in it. */
  private boolean skipGroup() {
    int number = fieldNumber;
    int start = valueStart;
    boolean closed = readGroups(number);
    fieldNumber = number;
    wireType = GROUP;
    valueStart = start;
    valueEnd = position;
    return closed;
  }

  private boolean readGroups(int outermost) {
    int depth = 0;
    push(depth++, outermost);
    while (depth > 0) {
      if (position >= end) {
        return fail(WireFault.GROUP_NOT_CLOSED);
      }
      if (!readTag()) {
        return false;
      }
      if (wireType == GROUP) {
        if (depth == MAX_GROUP_DEPTH) {
          return fail(WireFault.TOO_DEEP);
        }
        push(depth++, fieldNumber);
      } else if (wireType != END_GROUP) {
        if (!readValue()) {
          return false;
        }
      } else if (fieldNumber != openGroups[--depth]) {
        return fail(WireFault.GROUP_NOT_OPEN);
      }
    }
    return true;
  }

  private void push(int depth, int number) {
    if (depth == openGroups.length) {
      openGroups = Arrays.copyOf(openGroups, Math.min(MAX_GROUP_DEPTH, depth * 2 + 8));
    }
    openGroups[depth] = number;
  }
}
