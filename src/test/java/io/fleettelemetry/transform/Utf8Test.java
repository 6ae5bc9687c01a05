package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "7f, true",
    "c280, true",
    "dfbf, true",
    "e0a080, true",
    "ed9fbf, true",
    "ee8080, true",
    "f0908080, true",
    "f48fbfbf, true",
    "80, false",
    "c0af, false",
    "c1bf, false",
    "c2, false",
    "c241, false",
    "e09fbf, false",
    "eda080, false",
    "e282, false",
    "f08fbfbf, false",
    "f4908080, false",
    "f5808080, false",
    "ff, false",
  })
  void tellsValidFromInvalid(String hex, boolean valid) {
    byte[] bytes = HexFormat.of().parseHex("80" + hex + "80");
    assertEquals(valid, Utf8.isValid(bytes, 1, bytes.length - 1));
  }

  @Test
  void agreesWithTheStrictDecoder() {
    byte[] parts = HexFormat.of().parseHex("4180bfc2df9fa0ede0e2eff0908ff48ff5ff00");
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(7)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = parts[random.nextInt(parts.length)];
      }
      assertEquals(decodes(bytes), Utf8.isValid(bytes, 0, bytes.length));
    }
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
