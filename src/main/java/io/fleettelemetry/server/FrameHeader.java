package io.fleettelemetry.server;

import io.netty.buffer.ByteBuf;

/**
 * The header of a WebSocket frame that a client sent (RFC 6455, 5.2). Used again for each frame.
 */
final class FrameHeader {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  private static final int PONG = 10;

  private static final int MAX_CONTROL_BYTES = 125;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private int first;
  private int second;
  private int headerLength;
  private long payloadLength;
  private int maskKey;

  /**
   * Looks at the next header without taking it.
   *
   * @return false when it has not arrived whole
   */
  boolean peek(ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() < 2) {
      return false;
    }
    first = in.getUnsignedByte(start);
    second = in.getUnsignedByte(start + 1);
    int lengthBytes =
        switch (shortLength()) {
          case LENGTH_16 -> 2;
          case LENGTH_64 -> 8;
          default -> 0;
        };
    headerLength = 2 + lengthBytes + FrameMask.BYTES;
    if (in.readableBytes() < headerLength) {
      return false;
    }
    payloadLength =
        switch (lengthBytes) {
          case 2 -> in.getUnsignedShort(start + 2);
          case 8 -> in.getLong(start + 2);
          default -> shortLength();
        };
    maskKey = in.getInt(start + headerLength - FrameMask.BYTES);
    return true;
  }

  /**
   * The rule that this header breaks.
   *
   * @param inMessage whether a message has begun whose last frame has not come
   * @return null when it breaks none
   */
  String brokenRule(boolean inMessage) {
    if ((first & 0x70) != 0) {
      return "reserved bits are set, no extension was agreed";
    }
    if ((second & 0x80) == 0) {
      return "frame of a client is not masked";
    }
    if (isControl()) {
      return !isFinal() || shortLength() > MAX_CONTROL_BYTES || opcode() > PONG
          ? "control frame is fragmented, longer than 125 bytes, or of an unknown opcode"
          : null;
    }
    if (opcode() > BINARY) {
      return "unknown opcode " + opcode();
    }
    if (payloadLength < 0) {
      return "frame length has its highest bit set";
    }
    if (opcode() == CONTINUATION) {
      return inMessage ? null : "continuation of no message";
    }
    return inMessage ? "new message inside of another" : null;
  }

  private int shortLength() {
    return second & 0x7f;
  }

  int opcode() {
    return first & 0x0f;
  }

  boolean isControl() {
    return opcode() >= CLOSE;
  }

  boolean isFinal() {
    return (first & 0x80) != 0;
  }

  int headerLength() {
    return headerLength;
  }

  long payloadLength() {
    return payloadLength;
  }

  int maskKey() {
    return maskKey;
  }
}
