package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReasonCountsTest {

  private final ReasonCounts counts = new ReasonCounts();

  @Test
  void theMostFrequentFirst() {
    List.of("b", "a", "c", "c").forEach(counts::add);
    assertEquals("{c=2, a=1, b=1}", counts.snapshot().toString());
    assertEquals(4, counts.total());
  }

  @Test
  void whatAServerMakesUpIsBounded() {
    for (int i = 0; i < 1_000; i++) {
      counts.add("reason " + i);
    }
    Map<String, Long> snapshot = counts.snapshot();
    assertEquals(ReasonCounts.MAX_REASONS + 1, snapshot.size());
    assertEquals(1_000 - ReasonCounts.MAX_REASONS, snapshot.get(ReasonCounts.OTHER));
  }

  @Test
  void longOnesAreCut() {
    counts.add("x".repeat(10_000));
    assertEquals(200, counts.snapshot().keySet().iterator().next().length());
  }
}
