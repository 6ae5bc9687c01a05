package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonTextTest {

  @Test
  void commasStandBetweenValuesAndNowhereElse() {
    JsonText json = new JsonText().beginObject();
    json.name("a").number(1).name("b").beginArray().endArray();
    json.name("c").beginArray().string(":").bool(true).nothing().beginObject().endObject();
    json.number(-2).endArray().name("d").raw("{}").name("{").string("[").endObject();
    assertEquals(
        "{\"a\":1,\"b\":[],\"c\":[\":\",true,null,{},-2],\"d\":{},\"{\":\"[\"}", json + "");
  }

  @Test
  void onlyWhatMustBeIsEscaped() {
    assertEquals(
        "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\u007f</&'>\u2028é🚗\"",
        new JsonText().string("\"\\\b\f\n\r\t\0\u001f\u007f</&'>\u2028é🚗") + "");
  }

  @Test
  void numbersAreInTheirShortestForm() {
    assertEquals("55", new JsonText().number(55.0) + "");
    assertEquals("0.1", new JsonText().number(0.1f) + "");
    assertEquals("-0", new JsonText().number(-0.0) + "");
    assertEquals("-9223372036854775808", new JsonText().number(Long.MIN_VALUE) + "");
  }
}
