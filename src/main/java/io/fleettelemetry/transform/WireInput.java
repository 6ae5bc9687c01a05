package io.fleettelemetry.transform;

import java.util.Objects;

/** The bytes of a message with the place that reading has come to, and the last value read. */
abstract sealed class WireInput permits WireReader {
  final byte[] buffer;
  int position;
  int end;
  long bits;
  WireFault fault;

  WireInput(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    this.buffer = buffer;
    this.position = offset;
    this.end = offset + length;
  }

  /** Why reading ended; null when every byte so far was good. */
  public WireFault fault() {
    return fault;
  }

  /**
   * The value of a varint or of a fixed field, 32 bits without sign extension; the length of a
   * length-delimited one.
   */
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

  /** Moves to another part of the array, which must lie within what was read before. */
  void move(int from, int to) {
    position = from;
    end = to;
  }

  /** Where in the array the next field starts. */
  int position() {
    return position;
  }

  /** Where the message that is being read ends. */
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
  public boolean nextPacked() {
    return position < end && fault == null && readVarint();
  }

  /** Reads up to 64 bits in up to ten bytes, also when fewer would do. */
  boolean readVarint() {
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

  /** Reads little endian. */
  boolean readFixed(int size) {
    if (end - position < size) {
      return fail(WireFault.TRUNCATED);
    }
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = (value << 8) | (buffer[position + i] & 0xFF);
    }
    bits = value;
    position += size;
    return true;
  }
}
