package io.fleettelemetry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalFieldsTest {

  @ParameterizedTest
  @CsvSource({
    "Soc, Soc, true",
    "soc, Soc, true",
    "Soc, SocX, false",
    "8, Soc, true",
    "008, Soc, true",
    "Soc, 8, true",
    "Soc, 9, false",
    "9999, 9999, true",
    "9999, Soc, false",
    "bms_state, BMSState, false",
    "BMSSTATE, BMSState, true",
  })
  void byNameOrNumber(String given, String key, boolean contained) {
    boolean contains =
        SignalFields.ALL.with(given).map(fields -> fields.contains(key)).orElse(false);
    assertEquals(contained, contains);
  }

  @Test
  void anyOfSeveral() {
    SignalFields fields = SignalFields.ALL.with("Soc").orElseThrow().with("gear").orElseThrow();
    assertTrue(fields.contains("Soc"));
    assertTrue(fields.contains("Gear"));
    assertFalse(fields.contains("Odometer"));
    assertFalse(fields.all());
  }

  @Test
  void allOfThem() {
    assertTrue(SignalFields.ALL.all());
    assertTrue(SignalFields.ALL.contains("Odometer"));
    assertTrue(SignalFields.ALL.contains("9999"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Sok", "UNRECOGNIZED", "-1", "8.0", "10000000000", "Soc "})
  void whatIsNoField(String given) {
    assertEquals(Optional.empty(), SignalFields.ALL.with(given));
  }

  @ParameterizedTest
  @CsvSource({"sok, Soc", "vehiclespeed1, VehicleSpeed", "Odometre, Odometer"})
  void theNearest(String given, String nearest) {
    assertEquals(nearest, SignalFields.nearest(given));
  }
}
