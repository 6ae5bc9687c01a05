package io.fleettelemetry.cli.show;

import java.io.PrintWriter;

/** Standard output, whose reader may go away at any time. Not thread-safe. */
final class Pipe {

  /** So often it is asked whether somebody reads: a flush each time. */
  private static final int CHARS_BETWEEN_CHECKS = 32 << 10;

  private final PrintWriter out;
  private int unchecked;
  private boolean broken;

  /**
   * A pipe.
   *
   * @param out on a stream that tells the writer of its errors
   */
  Pipe(PrintWriter out) {
    this.out = out;
  }

  void write(String text) {
    out.write(text);
    unchecked += text.length();
    if (unchecked >= CHARS_BETWEEN_CHECKS) {
      flush();
    }
  }

  /** Writes out what is held back. */
  void flush() {
    broken = out.checkError();
    unchecked = 0;
  }

  /** Whether what is written goes nowhere. */
  boolean isBroken() {
    return broken;
  }
}
