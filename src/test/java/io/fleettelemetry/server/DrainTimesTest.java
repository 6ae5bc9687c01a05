package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTimesTest {

  private final DrainTimes times = new DrainTimes(seconds(10), seconds(5), seconds(2));

  @ParameterizedTest
  @CsvSource({
    "0, 4, 1",
    "2499, 4, 1",
    "2500, 4, 2",
    "7499, 4, 3",
    "7500, 4, 4",
    "60000, 4, 4",
    "0, 1, 1",
    "0, 0, 0",
    "9999, 0, 0",
    "0, 100000, 1",
    "5000, 100000, 50001"
  })
  void turnsAreSpreadEvenlyAndTheFirstIsAtOnce(long elapsedMillis, int vehicles, int due) {
    assertEquals(due, times.due(Duration.ofMillis(elapsedMillis), vehicles));
  }

  @Test
  void withoutASpreadAllGoAtOnce() {
    assertEquals(
        1_000, new DrainTimes(Duration.ZERO, seconds(5), seconds(2)).due(Duration.ZERO, 1_000));
  }

  @Test
  void answersAreWaitedForFromTheLastTurnOn() {
    assertEquals(seconds(5), times.answersEnd(0));
    assertEquals(seconds(5), times.answersEnd(1));
    assertEquals(seconds(14), times.answersEnd(10));
    assertEquals(seconds(16), times.end(10));
    assertEquals(seconds(17), times.latestEnd());
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
