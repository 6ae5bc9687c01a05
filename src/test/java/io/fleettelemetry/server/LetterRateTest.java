package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LetterRateTest {

  private long nanos = Long.MAX_VALUE - 5;
  private final LetterRate rate = new LetterRate(() -> nanos);

  @Test
  void asManyAtOnceAsInASecondAndThenAsTimePasses() {
    assertEquals(LetterRate.A_SECOND, taken(1_000));
    pass(9);
    assertFalse(rate.take());
    pass(1);
    assertTrue(rate.take());
    assertFalse(rate.take());
    pass(500);
    assertEquals(LetterRate.A_SECOND / 2, taken(1_000));
  }

  @Test
  void aLongTimeWithoutAnyIsWorthASecond() {
    taken(1_000);
    pass(TimeUnit.DAYS.toMillis(300));
    assertEquals(LetterRate.A_SECOND, taken(1_000));
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private int taken(int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += rate.take() ? 1 : 0;
    }
    return taken;
  }
}
