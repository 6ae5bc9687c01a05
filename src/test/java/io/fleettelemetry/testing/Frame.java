package io.fleettelemetry.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket frame (RFC 6455, 5.2), unmasked.
 *
 * @param fin whether it ends its message
 * @param opcode one of the constants here, or any other number of four bits
 * @param payload as it is before masking
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Frame(boolean fin, int opcode, byte[] payload) {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /** The code of a close frame without one (RFC 6455, 7.1.5). */
  public static final int NO_STATUS = 1005;

  private static final int FIN_BIT = 0x80;
  private static final int MASK_BIT = 0x80;
  private static final int MASK_LENGTH = 4;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  /** Whether this is a close, ping or pong. */
  public boolean isControl() {
    return opcode >= CLOSE;
  }

  /** A close frame's code, {@link #NO_STATUS} when it has none. */
  public int closeCode() {
    if (opcode != CLOSE) {
      throw new IllegalStateException("no close frame: " + this);
    }
    return payload.length < 2 ? NO_STATUS : ByteBuffer.wrap(payload).getShort() & 0xffff;
  }

  /** A close frame of a client. */
  static Frame close(int code) {
    return new Frame(true, CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
  }

  /** The bytes that a client sends: masked with a random key. */
  public byte[] masked() {
    ByteBuffer out = ByteBuffer.allocate(payload.length + 10 + MASK_LENGTH);
    out.put((byte) ((fin ? FIN_BIT : 0) | opcode));
    putLength(out);
    byte[] mask = new byte[MASK_LENGTH];
    ThreadLocalRandom.current().nextBytes(mask);
    out.put(mask);
    for (int i = 0; i < payload.length; i++) {
      out.put((byte) (payload[i] ^ mask[i % MASK_LENGTH]));
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  private void putLength(ByteBuffer out) {
    if (payload.length < LENGTH_16) {
      out.put((byte) (MASK_BIT | payload.length));
    } else if (payload.length <= 0xffff) {
      out.put((byte) (MASK_BIT | LENGTH_16)).putShort((short) payload.length);
    } else {
      out.put((byte) (MASK_BIT | LENGTH_64)).putLong(payload.length);
    }
  }

  /**
   * Takes the next whole frame of a server, which does not mask, off a buffer.
   *
   * @param in ready to be read; its position moves past the frame, or stays when there is none
   */
  static Optional<Frame> parse(ByteBuffer in) {
    int start = in.position();
    if (in.remaining() < 2) {
      return Optional.empty();
    }
    int first = in.get() & 0xff;
    int second = in.get() & 0xff;
    if ((second & MASK_BIT) != 0) {
      throw new AssertionError("a server masked its frame");
    }
    long length = length(in, second);
    if (length < 0 || in.remaining() < length) {
      in.position(start);
      return Optional.empty();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.get(payload);
    if ((first & 0x70) != 0) {
      throw new AssertionError("reserved bits are set, without an extension: " + first);
    }
    return Optional.of(new Frame((first & FIN_BIT) != 0, first & 0xf, payload));
  }

  /** The payload's length, -1 when its bytes are not there yet. */
  private static long length(ByteBuffer in, int second) {
    return switch (second) {
      case LENGTH_16 -> in.remaining() < 2 ? -1 : in.getShort() & 0xffff;
      case LENGTH_64 -> in.remaining() < 8 ? -1 : in.getLong();
      default -> second;
    };
  }

  @Override
  public String toString() {
    String text =
        opcode == TEXT
            ? new String(payload, StandardCharsets.UTF_8)
            : HexFormat.of().formatHex(payload, 0, Math.min(payload.length, 64));
    return "frame opcode %d, fin %b, %d bytes: %s".formatted(opcode, fin, payload.length, text);
  }
}
