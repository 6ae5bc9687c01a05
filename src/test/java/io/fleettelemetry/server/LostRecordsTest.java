package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LostRecordsTest {

  @Test
  void theSumHasAllOfBoth() {
    LostRecords one = new LostRecords(Map.of("kafka", Map.of("V", 2L, "alerts", 1L)));
    LostRecords other = new LostRecords(Map.of("kafka", Map.of("V", 3L), "file", Map.of("V", 4L)));
    LostRecords sum = one.plus(other);
    assertEquals(
        Map.of("kafka", Map.of("V", 5L, "alerts", 1L), "file", Map.of("V", 4L)),
        sum.byDispatcher());
    assertEquals(10, sum.total());
    assertEquals(3, one.total());
  }

  @Test
  void nothing() {
    assertEquals(0, LostRecords.NONE.total());
    assertEquals(LostRecords.NONE, LostRecords.NONE.plus(LostRecords.NONE));
  }
}
