package io.fleettelemetry.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** A codec whose local form is the message itself; between nodes it writes the message out. */
abstract class WireCodec<T> implements MessageCodec<T, T> {

  @Override
  public final T transform(T message) {
    return message;
  }

  @Override
  public final String name() {
    return getClass().getName();
  }

  @Override
  public final byte systemCodecID() {
    return -1;
  }

  static void writeBytes(Buffer buffer, byte[] bytes) {
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  /** Reads a buffer from a position on. */
  static final class Cursor {
    private final Buffer buffer;
    private int position;

    Cursor(Buffer buffer, int position) {
      this.buffer = buffer;
      this.position = position;
    }

    byte readByte() {
      return buffer.getByte(position++);
    }

    int readInt() {
      position += Integer.BYTES;
      return buffer.getInt(position - Integer.BYTES);
    }

    long readLong() {
      position += Long.BYTES;
      return buffer.getLong(position - Long.BYTES);
    }

    byte[] readBytes() {
      int length = readInt();
      position += length;
      return buffer.getBytes(position - length, position);
    }
  }
}
