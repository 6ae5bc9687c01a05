package io.fleettelemetry.transform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Numbers that older firmware writes as text with a mantissa and an exponent, such as {@code
 * 1.23e-3}, are passed on in plain decimals: {@code 0.00123}.
 */
final class ScientificNotation {
  private static final int PLACES = 5;

  private ScientificNotation() {}

  /**
   * The exact decimal value of the 32-bit float that the text stands for, to five places, half to
   * even. Java's {@code %.5f} is no help: it starts from the shortest form.
   *
   * @return null when the text, all of it, is not a mantissa with a point and an exponent, or when
   *     it is beyond 32 bits
   */
  static String toDecimal(byte[] text, int from, int to) {
    int mantissa = DecimalText.mantissaEnd(text, from, to);
    if (mantissa == from
        || mantissa == to
        || DecimalText.exponentEnd(text, mantissa, to) != to
        || !hasPoint(text, from, mantissa)) {
      return null;
    }
    float value = Float.parseFloat(new String(text, from, to - from, StandardCharsets.US_ASCII));
    if (Float.isInfinite(value)) {
      return null;
    }
    String digits =
        new BigDecimal(Math.abs(value)).setScale(PLACES, RoundingMode.HALF_EVEN).toPlainString();
    boolean negative = Float.floatToRawIntBits(value) < 0;
    return negative ? "-" + digits : digits;
  }

  private static boolean hasPoint(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == '.') {
        return true;
      }
    }
    return false;
  }
}
