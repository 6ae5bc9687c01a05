package io.fleettelemetry.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes a frame's mask off its payload (RFC 6455, 5.3), as the payload comes in pieces. */
final class FrameMask {

  /** Length of a mask on the wire. */
  static final int BYTES = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private int key;

  /** Begins a frame. */
  void reset(int key) {
    this.key = key;
  }

  /** Unmasks the next bytes of the frame in place. */
  void apply(byte[] buffer, int offset, int length) {
    int position = offset;
    int end = offset + length;
    long pair = ((long) key << Integer.SIZE) | (key & 0xffff_ffffL);
    for (; position <= end - Long.BYTES; position += Long.BYTES) {
      LONGS.set(buffer, position, (long) LONGS.get(buffer, position) ^ pair);
    }
    for (; position < end; position++) {
      buffer[position] ^= (byte) (key >>> 24);
      key = Integer.rotateLeft(key, Byte.SIZE);
    }
  }
}
