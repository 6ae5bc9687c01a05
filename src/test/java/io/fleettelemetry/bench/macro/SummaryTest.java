package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void ofOneValue() {
    assertEquals(new Summary(3, 3, 3), Summary.of(List.of(3.0)));
  }

  @Test
  void theMiddleOfAnOddNumberWhateverTheirOrder() {
    assertEquals(new Summary(3, 1, 10), Summary.of(List.of(10.0, 1.0, 3.0)));
  }

  @Test
  void halfwayBetweenTheMiddleOnesOfAnEvenNumber() {
    assertEquals(new Summary(2.5, 1, 10), Summary.of(List.of(10.0, 2.0, 1.0, 3.0)));
  }

  @Test
  void ofNothingThereIsNone() {
    assertThrows(IllegalArgumentException.class, () -> Summary.of(List.of()));
  }
}
