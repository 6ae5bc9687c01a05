package io.fleettelemetry.protocol;

import java.util.Arrays;

/**
 * A FlatBuffers message of which nothing is believed: each offset and each length is checked
 * against the message before it is followed. The first one that leaves the message becomes the
 * {@link #problem}; from then on everything reads as absent, so that a caller asks once, at the
 * end. Positions count from the message's start.
 */
final class FlatMessage {

  /** The position of what is not there. */
  static final int ABSENT = -1;

  /** Bytes of an offset, of a vector's length and of a table's reference to its vtable. */
  private static final int WORD = 4;

  private final byte[] buffer;
  private final int start;
  private final int length;
  private String problem;

  FlatMessage(byte[] buffer, int start, int length) {
    this.buffer = buffer;
    this.start = start;
    this.length = length;
  }

  /** Which offset or length left the message first; null while none did. */
  String problem() {
    return problem;
  }

  /** The table that the message's first word leads to. */
  Table root() {
    int root = holds(0, WORD, "root offset") ? follow(0, "root table") : ABSENT;
    return tableAt(root, "root table");
  }

  /** A copy of a vector's elements; none when it is absent. */
  byte[] copy(int vector) {
    int size = vectorLength(vector);
    if (size == 0) {
      return EnvelopeSchema.NO_BYTES;
    }
    int from = vectorStart(vector);
    return Arrays.copyOfRange(buffer, from, from + size);
  }

  /** Where in the array that holds the message a vector's elements start. */
  int vectorStart(int vector) {
    return vector == ABSENT ? start : start + vector + WORD;
  }

  /** Bytes in a vector; 0 when it is absent. */
  int vectorLength(int vector) {
    return vector == ABSENT ? 0 : LittleEndian.int32(buffer, start + vector);
  }

  private Table tableAt(int position, String name) {
    if (position == ABSENT) {
      return new Table(0, 0, 0);
    }
    long vtable = (long) position - LittleEndian.int32(buffer, start + position);
    int size = holds(vtable, 2, name) ? LittleEndian.uint16(buffer, start + (int) vtable) : 0;
    return holds(vtable, size, name) ? new Table(position, (int) vtable, size) : new Table(0, 0, 0);
  }

  /** Where the offset at a position leads, if the message holds at least a word there. */
  private int follow(int position, String name) {
    long target = position + LittleEndian.uint32(buffer, start + position);
    return holds(target, WORD, name) ? (int) target : ABSENT;
  }

  private boolean holds(long position, long size, String name) {
    if (problem == null && (position < 0 || position + size > length)) {
      problem = name + " leaves the message of " + length + " bytes";
    }
    return problem == null;
  }

  /** A table whose vtable lies in the message; its fields are checked when they are read. */
  final class Table {

    private final int position;
    private final int vtable;
    private final int vtableSize;

    private Table(int position, int vtable, int vtableSize) {
      this.position = position;
      this.vtable = vtable;
      this.vtableSize = vtableSize;
    }

    /** Whether the vtable has an entry in this slot. */
    boolean has(int slot) {
      return entry(slot, "vtable") != 0;
    }

    /** The value of a byte; 0 when absent. */
    int uint8(int slot, String name) {
      int at = field(slot, 1, name);
      return at == ABSENT ? 0 : buffer[start + at] & 0xFF;
    }

    /** The value of a 32-bit number; 0 when absent. */
    long uint32(int slot, String name) {
      int at = field(slot, WORD, name);
      return at == ABSENT ? 0 : LittleEndian.uint32(buffer, start + at);
    }

    /** The position of a vector of bytes, all of which the message holds. */
    int vector(int slot, String name) {
      int at = reference(slot, name);
      return at != ABSENT && holds((long) at + WORD, LittleEndian.uint32(buffer, start + at), name)
          ? at
          : ABSENT;
    }

    /** The table that a field refers to. */
    Table table(int slot, String name) {
      return tableAt(reference(slot, name), name);
    }

    /** The position that a field refers to, whatever is there. */
    int reference(int slot, String name) {
      int at = field(slot, WORD, name);
      return at == ABSENT ? ABSENT : follow(at, name);
    }

    /** The position of a field's value of so many bytes. */
    int field(int slot, int size, String name) {
      int entry = entry(slot, name);
      return entry != 0 && holds((long) position + entry, size, name) ? position + entry : ABSENT;
    }

    /** A vtable of odd size ends within an entry, which the check of that size does not cover. */
    private int entry(int slot, String name) {
      return slot < vtableSize && holds((long) vtable + slot, 2, name)
          ? LittleEndian.uint16(buffer, start + vtable + slot)
          : 0;
    }
  }
}
