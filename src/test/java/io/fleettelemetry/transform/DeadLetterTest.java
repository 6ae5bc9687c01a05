package io.fleettelemetry.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.RecordType;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {

  private static final byte[] RAW = {(byte) 0xFB, (byte) 0xFF, 0, '\n'};

  @Test
  void oneObjectInAFixedOrder() {
    assertEquals(
        "{\"vin\":\"VIN\",\"txid\":\"tx\",\"record_type\":\"V\",\"reason\":\"refused\","
            + "\"dispatcher\":\"kafka\",\"received_at\":1764000000250,\"raw\":\"+/8ACg==\"}",
        json(letter("VIN", "tx".getBytes(UTF_8), "V", "", "kafka")));
    assertEquals(
        "{\"vin\":\"VIN\",\"txid\":\"\",\"record_type\":\"\",\"reason\":\"refused\","
            + "\"error\":\"cut short\",\"received_at\":1764000000250,\"raw\":\"+/8ACg==\"}",
        json(letter("VIN", new byte[0], "", "cut short", "")));
  }

  @Test
  void whatIsNoTextIsReplacedAndStaysOneLine() {
    byte[] txid = {'a', (byte) 0xFF, '\n', '"', 0};
    DeadLetter letter = letter("V\ud83d", txid, "t\u2028\ude97", "e\r", "");
    JsonObject json = new JsonObject(json(letter));
    assertEquals("V?", json.getString("vin"));
    assertEquals("a\ufffd\n\"\0", json.getString("txid"));
    assertEquals("t\u2028?", json.getString("record_type"));
    assertArrayEquals(RAW, Base64.getDecoder().decode(json.getString("raw")));
    assertTrue(DeadLetter.isOne(letter.json()));
  }

  @Test
  void itGrowsWithItsRawBytesAlone() {
    byte[] endless = "\0".repeat(1_000_000).getBytes(UTF_8);
    DeadLetter letter = letter("VIN", endless, new String(endless, UTF_8), "", "");
    assertTrue(letter.json().length < 20_000);
    assertTrue(DeadLetter.isOne(letter.json()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "1",
        "{}{}",
        "{} x",
        "{\"vin\":\n\"VIN\"}",
        "{\"vin\":\r\"VIN\"}",
        "{\"vin\":{}}",
        "{\"raw\":[[[[]]]]}",
        "{\"other\":1}",
        "{\"vin\":\"VIN\"",
        "{\"vin\"}",
        "{\"vin\":}"
      })
  void anythingElseIsNone(String payload) {
    assertFalse(DeadLetter.isOne(payload.getBytes(UTF_8)));
  }

  @Test
  void whatIsNoUtf8IsNone() {
    byte[] payload = "{\"vin\":\"V\"}".getBytes(UTF_8);
    assertTrue(DeadLetter.isOne(payload));
    payload[8] = (byte) 0xFF;
    assertFalse(DeadLetter.isOne(payload));
  }

  private static DeadLetter letter(
      String vin, byte[] txid, String type, String error, String dispatcher) {
    return new DeadLetter(
        vin, txid, RecordType.of(type), "refused", error, dispatcher, 1_764_000_000_250L, RAW);
  }

  private static String json(DeadLetter letter) {
    return new String(letter.json(), UTF_8);
  }
}
