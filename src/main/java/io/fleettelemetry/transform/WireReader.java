package io.fleettelemetry.transform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

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
public final class WireReader {
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

  private final byte[] buffer;
  private int position;
  private int end;
  private WireFault fault;

  private int fieldNumber;
  private int wireType;
  private int fieldStart;
  private int valueStart;
  private int valueEnd;
  private long bits;
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
    Objects.checkFromIndexSize(offset, length, buffer.length);
    this.buffer = buffer;
    this.position = offset;
    this.end = offset + length;
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
    valueStart = position;
    return wireType == GROUP ? skipGroup() : readValue();
  }

  /** Why reading ended; null when every byte so far was good. */
  public WireFault fault() {
    return fault;
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

  /** The value of a varint or of a fixed field, 32 bits without sign extension. */
  public long longValue() {
    return bits;
  }

  /** The value of an int32 or an enum: the lower 32 bits. */
  public int intValue() {
    return (int) bits;
  }

  public boolean boolValue() {
    return bits != 0;
  }

  public float floatValue() {
    return Float.intBitsToFloat((int) bits);
  }

  public double doubleValue() {
    return Double.longBitsToDouble(bits);
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
    int outer = end;
    position = valueStart;
    end = valueEnd;
    return outer;
  }

  /** Comes back from a nested message that was read to its end, or is to be read no further. */
  public void leave(int outer) {
    position = end;
    end = outer;
  }

  /** Moves to another part of the array, which must lie within what was read before. */
  void move(int from, int to) {
    position = from;
    end = to;
  }

  /** Where the part that is being read ends. */
  int end() {
    return end;
  }

  /** Ends reading with a fault found by the reader's user; the first one stays. */
  boolean fail(WireFault found) {
    if (fault == null) {
      fault = found;
    }
    return false;
  }

  /**
   * Reads the next varint of a packed field that was entered.
   *
   * @return false at the end and at a fault
   */
  boolean nextPacked() {
    return position < end && fault == null && readVarint();
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
    return switch (wireType) {
      case VARINT -> {
        boolean read = readVarint();
        valueEnd = position;
        yield read;
      }
      case FIXED64 -> readFixed(8);
      case FIXED32 -> readFixed(4);
      case LENGTH_DELIMITED -> readLength();
      default -> fail(WireFault.WIRE_TYPE);
    };
  }

  private boolean readVarint() {
    if (position < end && buffer[position] >= 0) {
      bits = buffer[position++];
      return true;
    }
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position >= end) {
        return fail(WireFault.TRUNCATED);
      }
      byte next = buffer[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        bits = value;
        return shift < 63 || next <= 1 || fail(WireFault.VARINT_TOO_LONG);
      }
    }
    return fail(WireFault.VARINT_TOO_LONG);
  }

  private boolean readFixed(int size) {
    if (end - position < size) {
      return fail(WireFault.TRUNCATED);
    }
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = (value << 8) | (buffer[position + i] & 0xFF);
    }
    bits = value;
    position += size;
    valueEnd = position;
    return true;
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
    valueEnd = position;
    return true;
  }

  /** Reads to the end of the group whose start was just read, through all that is in it. */
  private boolean skipGroup() {
    int outermost = fieldNumber;
    int start = valueStart;
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
    fieldNumber = outermost;
    wireType = GROUP;
    valueStart = start;
    valueEnd = position;
    return true;
  }

  private void push(int depth, int number) {
    if (depth == openGroups.length) {
      openGroups = Arrays.copyOf(openGroups, Math.min(MAX_GROUP_DEPTH, depth * 2 + 8));
    }
    openGroups[depth] = number;
  }
}
