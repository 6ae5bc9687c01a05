package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CountdownTest {

  private final Countdown countdown = new Countdown();

  @Test
  void isOverAtTheLastStep() {
    CompletableFuture<Void> done = countdown.of(2);
    countdown.step();
    assertFalse(done.isDone());
    countdown.step();
    assertTrue(done.isDone());
  }

  @Test
  void nothingToWaitFor() {
    assertTrue(countdown.of(0).isDone());
  }

  @Test
  void beginsAnew() {
    countdown.of(1);
    countdown.step();
    CompletableFuture<Void> again = countdown.of(1);
    assertFalse(again.isDone());
    countdown.step();
    assertTrue(again.isDone());
  }
}
