package io.fleettelemetry.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TxidTest {

  private final Txid txid = new Txid("run", 7);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 10, 999_999_999_999_999_999L})
  void thereAndBack(long sequence) {
    assertEquals(sequence, txid.sequence(txid.of(sequence)));
    assertEquals("run-7-" + sequence, new String(txid.of(sequence), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run-7-",
        "run-8-1",
        "run-71",
        "nur-7-1",
        "run-7-01",
        "run-7-x",
        "run-7-1 ",
        "run-7--1",
        "run-7-9999999999999999999"
      })
  void another(String other) {
    assertEquals(Txid.FOREIGN, txid.sequence(other.getBytes(UTF_8)));
  }

  @Test
  void ofTwoVehicles() {
    assertEquals(Txid.FOREIGN, new Txid("run", 70).sequence(txid.of(1)));
  }
}
