package io.fleettelemetry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GcPausesTest {

  private final MockClock clock = new MockClock();
  private final AtomicLong count = new AtomicLong(10);
  private final AtomicLong millis = new AtomicLong(500);
  private final GcPauses pauses = new GcPauses(clock, count::get, millis::get);

  @Test
  void ratesAreThoseSinceTheLastLook() {
    count.set(14);
    millis.set(520);
    clock.add(Duration.ofSeconds(2));
    assertEquals(2, pauses.countPerSecond());
    assertEquals(10, pauses.millisPerSecond());

    clock.add(Duration.ofSeconds(1));
    assertEquals(0, pauses.millisPerSecond());
    assertEquals(0, pauses.countPerSecond());
    assertEquals(520, pauses.totalMillis());
  }

  @Test
  void looksThatAreCloseTogetherSeeTheSame() {
    count.set(11);
    clock.add(Duration.ofSeconds(1));
    assertEquals(1, pauses.countPerSecond());

    count.set(20);
    clock.add(Duration.ofMillis(999));
    assertEquals(1, pauses.countPerSecond());
  }

  @Test
  void thisProcessHasCollectors() {
    assertEquals(0, GcPauses.ofThisProcess(clock).countPerSecond());
  }
}
