package io.fleettelemetry.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A binary message in one frame, as clients send it (RFC 6455, 5.2 and 5.3). Netty's encoder masks
 * through a buffer, which took a quarter of the simulator's time with many records under way.
 */
final class MaskedFrame {

  /** The longest header: two bytes, eight of a length, four of the mask. */
  private static final int MAX_HEADER_BYTES = 14;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int FINAL_BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LENGTH_OF_64_BITS = 127;
  private static final int MAX_16_BITS = 0xffff;

  private MaskedFrame() {}

  /**
   * The frame of a message.
   *
   * @param message is masked where it stands, so it is of no use afterwards
   */
  static ByteBuf of(byte[] message, ByteBufAllocator allocator) {
    int mask = ThreadLocalRandom.current().nextInt();
    ByteBuf frame = allocator.ioBuffer(MAX_HEADER_BYTES + message.length);
    frame.writeByte(FINAL_BINARY);
    if (message.length < LENGTH_OF_16_BITS) {
      frame.writeByte(MASKED | message.length);
    } else if (message.length <= MAX_16_BITS) {
      frame.writeByte(MASKED | LENGTH_OF_16_BITS).writeShort(message.length);
    } else {
      frame.writeByte(MASKED | LENGTH_OF_64_BITS).writeLong(message.length);
    }
    mask(message, mask);
    return frame.writeInt(mask).writeBytes(message);
  }

  private static void mask(byte[] message, int mask) {
    long twice = ((long) mask << Integer.SIZE) | Integer.toUnsignedLong(mask);
    int i = 0;
    for (; i <= message.length - Long.BYTES; i += Long.BYTES) {
      LONGS.set(message, i, (long) LONGS.get(message, i) ^ twice);
    }
    for (; i < message.length; i++) {
      message[i] ^= (byte) (twice >>> (Long.SIZE - Byte.SIZE - (i % Long.BYTES) * Byte.SIZE));
    }
  }
}
