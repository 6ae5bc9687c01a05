package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {

  @ParameterizedTest
  @CsvSource({
    "55, 55",
    "0, 0",
    "-0.0, -0",
    "0.1, 0.1",
    "-12.5, -12.5",
    "0.001, 0.001",
    "9.99e-4, 0.000999",
    "9999999, 9999999",
    "1e7, 10000000",
    "-12345678.5, -12345678",
    "0.0001, 0.0001",
    "1e-6, 0.000001",
    "9.999999e-7, 9.999999e-7",
    "1e-10, 1e-10",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "3.4028235e38, 3.4028235e+38",
    "1.1754944e-38, 1.1754944e-38",
    "16777216, 16777216",
    "33554432, 33554432",
    "0.33333334, 0.33333334",
    "2e-45, 1e-45",
    "2.8e-45, 3e-45",
    "9.8e-45, 1e-44",
    "1.1e-44, 1.1e-44",
    "2.3509887e-38, 2.3509887e-38",
    "2e10, 20000000000",
  })
  void floats(float value, String text) {
    assertEquals(text, ShortestDecimal.of(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0.30000000000000004, 0.30000000000000004",
    "37.412374, 37.412374",
    "2e23, 2e+23",
    "2.0e-3, 0.002",
    "0.001, 0.001",
    "9.99e-4, 0.000999",
    "9999999.5, 9999999.5",
    "-1e7, -10000000",
    "-12345678.5, -12345678.5",
    "9007199254740993, 9007199254740992",
    "123456.789, 123456.789",
    "1e-7, 1e-7",
    "1.5e-7, 1.5e-7",
    "999999999999999900000, 999999999999999900000",
    "1e21, 1e+21",
    "1e308, 1e+308",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "4.9e-324, 5e-324",
    "9.9e-324, 1e-323",
    "1.5e-323, 1.5e-323",
    "4.9e-323, 5e-323",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
  })
  void doubles(double value, String text) {
    assertEquals(text, ShortestDecimal.of(value));
  }

  @Test
  void whatIsNoNumberIsAString() {
    assertEquals("\"NaN\"", ShortestDecimal.of(Float.NaN));
    assertEquals("\"Infinity\"", ShortestDecimal.of(Float.POSITIVE_INFINITY));
    assertEquals("\"-Infinity\"", ShortestDecimal.of(Double.NEGATIVE_INFINITY));
    assertEquals("\"NaN\"", ShortestDecimal.of(Double.NaN));
  }

  @Test
  void randomFloatsComeBackAndNoShorterTextWould() {
    Random random = new Random(11);
    for (int i = 0; i < 3_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value) && value != 0) {
        BigDecimal text = new BigDecimal(ShortestDecimal.of(value));
        assertEquals(value, text.floatValue());
        assertEquals(shortest(value), text.stripTrailingZeros(), () -> Float.toHexString(value));
      }
    }
  }

  @Test
  void randomDoublesComeBackAndNoShorterTextWould() {
    Random random = new Random(12);
    for (int i = 0; i < 3_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value) && value != 0) {
        BigDecimal text = new BigDecimal(ShortestDecimal.of(value)).stripTrailingZeros();
        assertEquals(value, text.doubleValue());
        int digits = text.precision();
        MathContext fewer = new MathContext(Math.max(1, digits - 1), RoundingMode.HALF_EVEN);
        BigDecimal shorter = new BigDecimal(value).round(fewer);
        assertTrue(digits == 1 || shorter.doubleValue() != value, () -> text.toString());
      }
    }
  }

  /** The exact value rounded to ever more digits, until it comes back. */
  private static BigDecimal shortest(float value) {
    BigDecimal exact = new BigDecimal(value);
    int digits = 1;
    BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    while (rounded.floatValue() != value) {
      rounded = exact.round(new MathContext(++digits, RoundingMode.HALF_EVEN));
    }
    return rounded.stripTrailingZeros();
  }
}
