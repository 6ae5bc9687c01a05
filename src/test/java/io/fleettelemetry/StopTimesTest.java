package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.ShutdownConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTimesTest {

  @Test
  void theDefault() {
    StopTimes times = StopTimes.of(ShutdownConfig.DEFAULT);
    assertEquals(Duration.ofSeconds(10), times.drain().spread());
    assertEquals(Duration.ofSeconds(5), times.drain().answers());
    assertEquals(Duration.ofSeconds(2), times.drain().goodbye());
    assertEquals(Duration.ofSeconds(23), times.flushEnd());
    assertEquals(Duration.ofSeconds(25), times.end());
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "10, 25", "24, 25", "0, 600", "2147483646, 2147483647"})
  void eachPartHasItsTimeBehindTheOneBefore(long spread, long timeout) {
    StopTimes times =
        StopTimes.of(new ShutdownConfig(Duration.ofSeconds(spread), Duration.ofSeconds(timeout)));
    Duration drained =
        times.drain().spread().plus(times.drain().answers()).plus(times.drain().goodbye());
    assertTrue(times.drain().goodbye().compareTo(Duration.ZERO) > 0, times::toString);
    assertTrue(drained.compareTo(times.flushEnd()) < 0, times::toString);
    assertTrue(times.flushEnd().compareTo(times.end()) < 0, times::toString);
    assertEquals(Duration.ofSeconds(timeout), times.end());
  }
}
