package io.fleettelemetry.dispatch.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A line of JSON as it is written: UTF-8 in an array that grows. */
final class LineBuffer {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  LineBuffer(int expectedSize) {
    bytes = new byte[expectedSize];
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** A member's name, which needs no escapes, and its colon. */
  LineBuffer name(String name) {
    return raw("\"").raw(name).raw("\":");
  }

  /** JSON as it is. */
  LineBuffer raw(String json) {
    return raw(json.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON as it is. */
  LineBuffer raw(byte[] json) {
    ensure(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  LineBuffer number(long value) {
    return raw(Long.toString(value));
  }

  LineBuffer text(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A text in quotes, escaped as JSON requires and no more.
   *
   * @param utf8 valid UTF-8
   */
  LineBuffer text(byte[] utf8) {
    ensure(utf8.length + 2);
    bytes[size++] = '"';
    for (byte next : utf8) {
      if (next == '"' || next == '\\') {
        raw(new byte[] {'\\', next});
      } else if (next >= 0 && next < ' ') {
        raw(new byte[] {'\\', 'u', '0', '0', HEX[next >> 4], HEX[next & 0xF]});
      } else {
        ensure(1);
        bytes[size++] = next;
      }
    }
    return raw("\"");
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, size + size / 2));
    }
  }
}
