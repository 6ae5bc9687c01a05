package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyMeterTest {

  private final LatencyMeter meter = new LatencyMeter();

  @Test
  void percentilesToThreeDigits() {
    for (int millis = 1; millis <= 1_000; millis++) {
      meter.record(TimeUnit.MILLISECONDS.toNanos(millis));
    }
    Latencies all = meter.total();
    assertEquals(1_000, all.count());
    assertNear(500, all.p50());
    assertNear(900, all.p90());
    assertNear(990, all.p99());
    assertNear(999, all.p999());
    assertNear(1_000, all.max());
  }

  private static void assertNear(long millis, Duration value) {
    double off = Math.abs(value.toNanos() / 1e6 - millis);
    assertTrue(off <= millis / 1_000.0, () -> value + " is not " + millis + " ms");
  }

  @Test
  void anIntervalIsSinceTheLastOne() {
    meter.record(1_000);
    assertEquals(1, meter.interval().count());
    assertEquals(0, meter.interval().count());
    meter.record(5_000);
    assertEquals(Duration.ofNanos(5_000), meter.interval().max());
    assertEquals(2, meter.total().count());
  }

  @Test
  void aRestartForgets() {
    meter.record(1_000);
    meter.restart();
    meter.record(2_000);
    assertEquals(1, meter.total().count());
  }

  @Test
  void whatIsOutOfRangeIsAtItsEnd() {
    meter.record(-1);
    meter.record(Long.MAX_VALUE);
    assertEquals(60, Math.round(meter.total().max().toSeconds() / 60.0));
  }
}
