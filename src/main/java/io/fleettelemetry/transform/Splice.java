package io.fleettelemetry.transform;

import java.util.Arrays;

/**
 * A message on its way out: the source's own bytes where nothing changes, copied in runs as long as
 * they last, and other bytes in between. What was kept but not yet copied is the pending run, from
 * {@link #pending} on.
 */
final class Splice {
  private final byte[] source;
  private byte[] bytes;
  private int size;
  private int pending;

  /**
   * @param source where kept bytes come from
   * @param offset where the pending run starts
   * @param expectedSize of the result; a wrong guess costs a copy
   */
  Splice(byte[] source, int offset, int expectedSize) {
    this.source = source;
    this.pending = offset;
    this.bytes = new byte[expectedSize];
  }

  /** Bytes written, without the pending run. */
  int size() {
    return size;
  }

  /** Where in the source the pending run starts. */
  int pending() {
    return pending;
  }

  /** Goes back to an earlier state. */
  void reset(int size, int pending) {
    this.size = size;
    this.pending = pending;
  }

  /** Where a byte of the pending run will be in the result. */
  int target(int sourcePosition) {
    return size + (sourcePosition - pending);
  }

  /** Copies the pending run up to a position of the source. */
  void keepTo(int sourcePosition) {
    int length = sourcePosition - pending;
    ensure(length);
    System.arraycopy(source, pending, bytes, size, length);
    size += length;
    pending = sourcePosition;
  }

  /** Leaves out the source up to this position, where the next pending run starts. */
  void skipTo(int sourcePosition) {
    pending = sourcePosition;
  }

  /** Puts other bytes in place of a part of the source. */
  void replace(int from, int to, byte[] other) {
    keepTo(from);
    write(other);
    skipTo(to);
  }

  void write(byte[] other) {
    ensure(other.length);
    System.arraycopy(other, 0, bytes, size, other.length);
    size += other.length;
  }

  /** Writes bytes of the source out of order. */
  void writeSource(int from, int to) {
    skipTo(from);
    keepTo(to);
  }

  void writeTag(int number, int wireType) {
    writeVarint(((long) number << 3) | wireType);
  }

  void writeVarint(long value) {
    ensure(10);
    size = putVarint(size, value);
  }

  void writeFixed64(long value) {
    ensure(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /**
   * Ends a message that was begun with a length, and corrects the length.
   *
   * @param body where in the result the message starts, right after its length
   * @param announced the length that was written, in its shortest form
   */
  void closeMessage(int body, int announced) {
    int length = size - body;
    int width = varintSize(announced);
    int shift = varintSize(length) - width;
    if (shift != 0) {
      ensure(shift);
      System.arraycopy(bytes, body, bytes, body + shift, length);
      size += shift;
    }
    putVarint(body - width, length);
  }

  byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  static int varintSize(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  static int tagSize(int number) {
    return varintSize((long) number << 3);
  }

  private int putVarint(int at, long value) {
    int i = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[i++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[i++] = (byte) rest;
    return i;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, size + size / 2));
    }
  }
}
