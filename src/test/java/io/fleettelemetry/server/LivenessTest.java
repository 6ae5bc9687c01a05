package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.server.Liveness.Verdict;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private static final long PING = 30;
  private static final long IDLE = 90;

  private final Liveness liveness = new Liveness(0);

  private Verdict look(long now, boolean reading) {
    return liveness.look(now, reading, PING, IDLE);
  }

  @Test
  void theSilentArePingedAgainAndAgainAndThenDead() {
    assertEquals(Verdict.FINE, look(29, true));
    assertEquals(Verdict.PING, look(30, true));
    assertEquals(Verdict.FINE, look(59, true));
    assertEquals(Verdict.PING, look(60, true));
    assertEquals(Verdict.FINE, look(89, true));
    assertEquals(Verdict.DEAD, look(90, true));
  }

  @Test
  void whatComesCountsFromTheNextLookOn() {
    liveness.heard();
    assertEquals(Verdict.FINE, look(80, true));
    assertEquals(Verdict.FINE, look(109, true));
    assertEquals(Verdict.PING, look(110, true));
    assertEquals(Verdict.DEAD, look(170, true));
  }

  @Test
  void whileItIsNotReadOneIsPingedAndNeverDead() {
    for (long now = 30; now <= 3_000; now += 30) {
      assertEquals(Verdict.PING, look(now, false));
    }
    assertEquals(Verdict.FINE, look(3_029, true));
    assertEquals(Verdict.PING, look(3_089, true));
    assertEquals(Verdict.DEAD, look(3_090, true));
  }

  @Test
  void bothCanBeOff() {
    assertEquals(Verdict.FINE, liveness.look(1_000, true, 0, 0));
    assertEquals(Verdict.PING, liveness.look(1_000, true, PING, 0));
    assertEquals(Verdict.DEAD, liveness.look(2_000, true, 0, IDLE));
  }
}
