package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "(37.412374 N, 122.145867 W)|37.412374|-122.145867",
        "(37.412374 S, 122.145867 E)|-37.412374|122.145867",
        "( \t1 \t N, \t2\tE)|1|2",
        "(-37.5 S, -122.5 W)|37.5|122.5",
        "(+1 N, +2 E)|1|2",
        "(.5 N, 5. E)|0.5|5",
        "(1e2 N, 1E-2 W)|100|-0.01",
        "(1.e1 N, 1e+1 E)|10|10",
        "(0 S, 0 W)|-0.0|-0.0",
        "(91 N, 181 E)|91|181",
        "(1e-400 N, 007 E)|0|7",
        "(1 N, 2 E)) N, anything|1|2",
      })
  void takes(String text, double latitude, double longitude) {
    LocationText location = parse(text);
    assertEquals(latitude, location.latitude());
    assertEquals(longitude, location.longitude());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        "()",
        "(, )",
        "(1 N",
        "(1 N,",
        "(1 N, 2 E",
        "1 N, 2 E",
        " (1 N, 2 E)",
        "(1 N,2 E)",
        "(1N, 2 E)",
        "(1 N, 2E)",
        "(1 N , 2 E)",
        "(1 N, 2 E )",
        "(1 n, 2 e)",
        "(1 E, 2 N)",
        "(1 N, 2 N)",
        "(1 NS, 2 E)",
        "(1 N; 2 E)",
        "(1,5 N, 2 E)",
        "(N 1, E 2)",
        "(--1 N, 2 E)",
        "(1.2.3 N, 2 E)",
        "(1e N, 2 E)",
        "(. N, 2 E)",
        "(- N, 2 E)",
        "(0x1p3 N, 2 E)",
        "(1_0 N, 2 E)",
        "(1f N, 2d E)",
        "(NaN N, 2 E)",
        "(Inf N, -inf E)",
        "(Infinity N, 2 E)",
        "(1e309 N, 2 E)",
        "(1\u00a0N, 2 E)",
        "(\u0661 N, 2 E)",
        "(1 N,\n2 E)",
        "(\n1 N, 2 E)",
        "(1 N, 2 E\n)",
      })
  void leaves(String text) {
    assertNull(parse(text));
  }

  private static LocationText parse(String text) {
    byte[] bytes = ("#" + text + "#").getBytes(StandardCharsets.UTF_8);
    return LocationText.parse(bytes, 1, bytes.length - 1);
  }
}
