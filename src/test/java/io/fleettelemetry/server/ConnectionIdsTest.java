package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionIdsTest {

  private static final String CANONICAL = "6b29fc40-ca47-1067-b31d-00dd010662da";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6b29fc40-ca47-1067-b31d-00dd010662da",
        "6B29FC40-CA47-1067-B31D-00DD010662DA",
        "{6b29fc40-ca47-1067-b31d-00dd010662da}",
        "urn:uuid:6b29fc40-ca47-1067-b31d-00dd010662da",
        "6b29fc40ca471067b31d00dd010662da"
      })
  void theFourFormsOfAUuidBecomeCanonical(String header) {
    assertEquals(CANONICAL, ConnectionIds.of(header));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "{",
        "1-1-1-1-1",
        "6b29fc40-ca47-1067-b31d-00dd010662dg",
        "6b29fc40-ca47-1067-b31d-00dd010662da0",
        "{6b29fc40-ca47-1067-b31d-00dd010662da",
        "{6b29fc40ca471067b31d00dd010662da}",
        "urn:uuid:6b29fc40ca471067b31d00dd010662da"
      })
  void anythingElseGetsANewOne(String header) {
    String id = ConnectionIds.of(header);
    assertEquals(id, UUID.fromString(id).toString());
    assertEquals(4, UUID.fromString(id).version());
    assertEquals(2, UUID.fromString(id).variant());
    assertNotEquals(id, ConnectionIds.of(header));
  }
}
