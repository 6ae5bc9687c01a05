package io.fleettelemetry.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecordTypeTest {

  @Test
  void knownTypesAreOneInstanceEach() {
    assertSame(RecordType.V, RecordType.of("V"));
    assertTrue(RecordType.of("alerts").hasSchema());
  }

  @Test
  void anyOtherTextIsATypeWithoutASchema() {
    assertEquals(new RecordType("v"), RecordType.of("v"));
    assertFalse(RecordType.of("v").hasSchema());
    assertFalse(RecordType.of("").hasSchema());
  }
}
