package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScientificNotationTest {

  @ParameterizedTest
  @CsvSource({
    "1.23e-3, 0.00123",
    "+2.5e3, 2500.00000",
    "-1.0e-9, -0.00000",
    "-0.0e0, -0.00000",
    "0.0e99999, 0.00000",
    "1.17549435e38, 117549432842054947091658315733403697152.00000",
    "3.4028235e38, 340282346638528859811704183484516925440.00000",
    "1.5e-99999, 0.00000",
    "2.5e-6, 0.00000",
    "7.5e-6, 0.00001",
    "0.999995e0, 0.99999",
    "123456789.0e0, 123456792.00000",
    "00001.50e0001, 15.00000",
    ".5E+1, 5.00000",
    "5.e1, 50.00000",
    // Between two floats: the exact half of 2^-17 goes to the even digit.
    "0.00000762939453125e0, 0.00001",
    "0.000030517578125e0, 0.00003",
    "0.03125e0, 0.03125",
    "0.015625e0, 0.01562",
    "0.046875e0, 0.04688",
  })
  void writesTheExactDecimal(String text, String decimal) {
    assertEquals(decimal, toDecimal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "e",
        ".e1",
        "+.e1",
        "1",
        "1.5",
        "1e-3",
        "1.5e",
        "1.5e+",
        "1.5e3.0",
        "1.5e3 ",
        " 1.5e3",
        "1.5e3\n",
        "1.5e3\r\n",
        "++1.5e3",
        "1.5e1_0",
        "1.5e3f",
        "0x1.8p1",
        "NaN",
        "3.5e38",
        "-3.5e38",
        "1.0e39",
        "1.5e99999",
        "\u0661.5e3",
        "1..5e3",
        "1.5.e3",
        "1.5ee3",
      })
  void leaves(String text) {
    assertNull(toDecimal(text));
  }

  @Test
  void takesWhatItsExpressionTakes() {
    Pattern expression = Pattern.compile("[+-]?(\\d*\\.\\d+|\\d+\\.\\d*)([eE][+-]?\\d+)");
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        text.append("+-..ee11E2 ".charAt(random.nextInt(11)));
      }
      boolean taken = expression.matcher(text).matches();
      boolean inRange = taken && !Float.isInfinite(Float.parseFloat(text.toString()));
      assertEquals(inRange, toDecimal(text.toString()) != null, text.toString());
    }
  }

  private static String toDecimal(String text) {
    byte[] bytes = ("1" + text + "1").getBytes(StandardCharsets.UTF_8);
    return ScientificNotation.toDecimal(bytes, 1, bytes.length - 1);
  }
}
