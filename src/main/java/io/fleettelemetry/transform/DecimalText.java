package io.fleettelemetry.transform;

/** Finds decimal numbers in ASCII text. */
final class DecimalText {

  private DecimalText() {}

  /**
   * Where the number that starts at {@code from} ends: sign, digits with or without a point, or a
   * point with digits on one side of it, exponent; {@code from} itself when none starts there.
   */
  static int numberEnd(byte[] text, int from, int to) {
    int mantissa = mantissaEnd(text, from, to);
    return mantissa == from ? from : Math.max(mantissa, exponentEnd(text, mantissa, to));
  }

  /** Where sign, digits and point end; {@code from} itself when there is no digit. */
  static int mantissaEnd(byte[] text, int from, int to) {
    int digits = signEnd(text, from, to);
    int whole = digitsEnd(text, digits, to);
    boolean point = whole < to && text[whole] == '.';
    int end = point ? digitsEnd(text, whole + 1, to) : whole;
    return end - digits > (point ? 1 : 0) ? end : from;
  }

  /** Where the exponent that starts at {@code from} ends; {@code from} itself when none does. */
  static int exponentEnd(byte[] text, int from, int to) {
    if (from >= to || (text[from] | 0x20) != 'e') {
      return from;
    }
    int digits = signEnd(text, from + 1, to);
    int end = digitsEnd(text, digits, to);
    return end > digits ? end : from;
  }

  private static int signEnd(byte[] text, int from, int to) {
    return from < to && (text[from] == '+' || text[from] == '-') ? from + 1 : from;
  }

  private static int digitsEnd(byte[] text, int from, int to) {
    int i = from;
    while (i < to && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    return i;
  }
}
