package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

  @Test
  void admitsTheLimitInAnyIntervalAndNotOneMore() {
    SlidingWindow window = new SlidingWindow(2, 1000);
    assertTrue(window.admit(0));
    assertTrue(window.admit(900));
    assertFalse(window.admit(999));
    assertTrue(window.admit(1000));
    assertFalse(window.admit(1899));
    assertTrue(window.admit(1900));
  }

  @Test
  void whatIsRefusedDoesNotFillTheWindow() {
    SlidingWindow window = new SlidingWindow(1, 1000);
    assertTrue(window.admit(0));
    for (int now = 1; now < 1000; now++) {
      assertFalse(window.admit(now));
    }
    assertTrue(window.admit(1000));
  }

  @Test
  void agreesWithAnExactModelOverManyIntervals() {
    Random random = new Random(1);
    SlidingWindow window = new SlidingWindow(37, 1000);
    Deque<Long> model = new ArrayDeque<>();
    long now = 12_345;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(100) == 0 ? random.nextInt(3000) : random.nextInt(40);
      while (!model.isEmpty() && now - model.peek() >= 1000) {
        model.remove();
      }
      boolean admitted = model.size() < 37;
      if (admitted) {
        model.add(now);
      }
      assertEquals(admitted, window.admit(now));
    }
  }

  @Test
  void keepsCountingOverMonths() {
    SlidingWindow window = new SlidingWindow(2, 86_400_000);
    long halfADay = 43_200_001;
    assertTrue(window.admit(0));
    for (int i = 1; i < 200; i++) {
      assertTrue(window.admit(i * halfADay));
      assertFalse(window.admit(i * halfADay));
    }
  }
}
