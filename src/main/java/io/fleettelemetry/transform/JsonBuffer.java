package io.fleettelemetry.transform;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** JSON text as it is written: UTF-8 in an array that grows. */
final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int SECONDS_A_DAY = 86_400;

  private final byte[] source;
  private byte[] bytes;
  private int size;

  /**
   * @param source where the texts of strings are
   * @param expectedSize of the JSON
   */
  JsonBuffer(byte[] source, int expectedSize) {
    this.source = source;
    this.bytes = new byte[expectedSize];
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void write(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
  }

  void write(byte[] text) {
    copy(text, 0, text.length);
  }

  void ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  /** A comma, unless an object or an array has only just begun. */
  void separate() {
    byte last = bytes[size - 1];
    if (last != '{' && last != '[') {
      write(',');
    }
  }

  /** A part of the source as a string in quotes; escapes what JSON requires and no more. */
  void string(int from, int to) {
    write('"');
    int copied = from;
    for (int i = from; i < to; i++) {
      byte next = source[i];
      if ((next >= 0 && next < ' ') || next == '"' || next == '\\') {
        copy(source, copied, i);
        escape(next);
        copied = i + 1;
      }
    }
    copy(source, copied, to);
    write('"');
  }

  private void escape(byte character) {
    write('\\');
    switch (character) {
      case '"', '\\' -> write((char) character);
      case '\b' -> write('b');
      case '\f' -> write('f');
      case '\n' -> write('n');
      case '\r' -> write('r');
      case '\t' -> write('t');
      default -> {
        write('u');
        write('0');
        write('0');
        write((char) HEX[character >> 4]);
        write((char) HEX[character & 0xF]);
      }
    }
  }

  void number(long value) {
    if (value < 0) {
      write('-');
    }
    if (value <= -10 || value >= 10) {
      digits(Math.abs(value / 10));
    }
    write((char) ('0' + Math.abs(value % 10)));
  }

  private void digits(long value) {
    if (value >= 10) {
      digits(value / 10);
    }
    write((char) ('0' + value % 10));
  }

  /** As RFC 3339 in UTC with no, three, six or nine places; within the years 1 to 9999. */
  void timestamp(long seconds, int nanos) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY));
    int second = Math.floorMod(seconds, SECONDS_A_DAY);
    write('"');
    padded(date.getYear(), 4);
    write('-');
    padded(date.getMonthValue(), 2);
    write('-');
    padded(date.getDayOfMonth(), 2);
    write('T');
    padded(second / 3600, 2);
    write(':');
    padded(second / 60 % 60, 2);
    write(':');
    padded(second % 60, 2);
    fraction(nanos);
    write('Z');
    write('"');
  }

  private void fraction(int nanos) {
    if (nanos == 0) {
      return;
    }
    write('.');
    if (nanos % 1_000_000 == 0) {
      padded(nanos / 1_000_000, 3);
    } else if (nanos % 1000 == 0) {
      padded(nanos / 1000, 6);
    } else {
      padded(nanos, 9);
    }
  }

  private void padded(int value, int width) {
    ensure(width);
    int rest = value;
    for (int i = size + width - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += width;
  }

  private void copy(byte[] from, int start, int end) {
    ensure(end - start);
    System.arraycopy(from, start, bytes, size, end - start);
    size += end - start;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, size + size / 2));
    }
  }
}
