package io.fleettelemetry.dispatch.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines that a line feed ends. Keeps one line at a time, up to a bound; what is
 * longer is passed over. The stream may have more to read after its end was met. Not thread-safe.
 */
final class LineReader implements Closeable {

  /**
   * Longer than any line: a record has at most 1,000,000 bytes, and the densest, the datum of an
   * empty set of tyres, becomes 41 times as long in JSON.
   */
  static final int MAX_LINE = 64 << 20;

  private static final int BUFFER = 256 << 10;

  private final InputStream in;
  private final int maxLine;
  private byte[] buffer;
  private int from;
  private int to;
  private int next;
  private int limit;
  private long number;
  private boolean tooLong;
  private boolean passingOver;

  LineReader(InputStream in) {
    this(in, BUFFER, MAX_LINE);
  }

  /**
   * Lines of a stream.
   *
   * @param bufferSize bytes to start with, at least 1
   * @param maxLine bytes of the longest line with its line feed, at least {@code bufferSize}
   */
  LineReader(InputStream in, int bufferSize, int maxLine) {
    this.in = in;
    this.maxLine = maxLine;
    this.buffer = new byte[bufferSize];
  }

  /**
   * Goes to the next line.
   *
   * @return false when the stream has no whole line more at present; the line before is gone then
   * @throws IOException as the stream; what came before it has been handed out
   */
  boolean next() throws IOException {
    int scanned = next;
    while (true) {
      int end = lineFeed(scanned);
      if (end < limit) {
        from = next;
        to = end;
        next = end + 1;
        number++;
        tooLong = passingOver;
        passingOver = false;
        return true;
      }
      scanned = makeRoom();
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read <= 0) {
        return false;
      }
      limit += read;
    }
  }

  /** What {@link #from} and {@link #to} are positions in; valid until the next line. */
  byte[] buffer() {
    return buffer;
  }

  /** Where the line starts. */
  int from() {
    return from;
  }

  /** Where the line ends, its line feed excluded. */
  int to() {
    return to;
  }

  /** Which line it is, from 1; 0 before the first. */
  long number() {
    return number;
  }

  /** Whether the line was longer than the bound, so that it is not here. */
  boolean tooLong() {
    return tooLong;
  }

  /** Bytes at the end of what was read that no line feed ends. */
  int unfinished() {
    return limit - next;
  }

  /** Forgets the unfinished line: the caller sets the stream back to its start. */
  void forgetUnfinished() {
    limit = next;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int lineFeed(int start) {
    int at = start;
    while (at < limit && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Makes room behind the unfinished line, which is moved to the front; gives its end. */
  private int makeRoom() {
    int length = limit - next;
    if (length == buffer.length && length >= maxLine) {
      passingOver = true;
      length = 0;
    } else if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(maxLine, length * 2));
    } else {
      System.arraycopy(buffer, next, buffer, 0, length);
    }
    next = 0;
    limit = length;
    return length;
  }
}
