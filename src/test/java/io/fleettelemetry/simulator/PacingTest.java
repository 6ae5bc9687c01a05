package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How often things are done. */
class PacingTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  @Test
  void theFirstIsDueAtOnceAndTheOthersEvenly() {
    Pacer pacer = new Pacer(10, 5);
    assertEquals(1, pacer.take(5, 100));
    assertEquals(0, pacer.take(5, 100));
    assertEquals(100 * MILLI, pacer.pause(5));
    assertEquals(1, pacer.take(5 + 100 * MILLI, 100));
    assertEquals(9, pacer.take(5 + SECOND, 100));
  }

  @Test
  void whatALateCallMissedIsDueThenButNotAllAtOnce() {
    Pacer pacer = new Pacer(1_000, 0);
    assertEquals(256, pacer.take(SECOND, 256));
    assertEquals(745, pacer.take(SECOND, 1_000));
  }

  @Test
  void noPauseIsShorterThanTimersAre() {
    Pacer pacer = new Pacer(1_000_000, 0);
    pacer.take(0, 10);
    assertEquals(MILLI, pacer.pause(0));
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    Backoff backoff = new Backoff(Duration.ofSeconds(30));
    assertBetween(500, 1_000, backoff.pauseMillis(0));
    assertBetween(2_000, 4_000, backoff.pauseMillis(2));
    assertBetween(15_000, 30_000, backoff.pauseMillis(10));
    assertBetween(15_000, 30_000, backoff.pauseMillis(Integer.MAX_VALUE));
  }

  @Test
  void pausesDifferByChance() {
    Backoff backoff = new Backoff(Duration.ofSeconds(30));
    assertTrue(
        LongStream.generate(() -> backoff.pauseMillis(9)).limit(100).distinct().count() > 10);
  }

  private static void assertBetween(long min, long max, long value) {
    assertTrue(min <= value && value <= max, () -> value + " is not from " + min + " to " + max);
  }

  @Test
  void aLimitEndsAtItsNumber() {
    RecordLimit limit = new RecordLimit(OptionalLong.of(2));
    assertTrue(limit.take());
    assertTrue(limit.take());
    assertFalse(limit.take());
    assertTrue(new RecordLimit(OptionalLong.empty()).take());
  }
}
