package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.Signals.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignalsTest {

  private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();
  private final List<Integer> ends = new ArrayList<>();
  private final Signals signals = new Signals(stopRequest, ends::add);

  @ParameterizedTest
  @EnumSource
  void theFirstAsksForTheEnd(Signal signal) {
    signals.received(signal);
    assertTrue(stopRequest.isDone());
    assertEquals(List.of(), ends);
  }

  @Test
  void theSecondEndsAtOnceWithItsOwnStatus() {
    signals.received(Signal.TERM);
    signals.received(Signal.INT);
    assertEquals(List.of(130), ends);
    signals.received(Signal.TERM);
    assertEquals(List.of(130, 143), ends);
  }

  @Test
  void aServerThatRunsReloadsHoweverOften() {
    List<String> reloads = new ArrayList<>();
    signals.reloadWith(() -> reloads.add("reload"));
    signals.received(Signal.HUP);
    signals.received(Signal.HUP);
    assertEquals(2, reloads.size());
    assertFalse(stopRequest.isDone());
    signals.received(Signal.TERM);
    signals.received(Signal.HUP);
    assertTrue(stopRequest.isDone());
    assertEquals(List.of(), ends);
  }

  @Test
  void whoStopsForAnotherReasonIsNotEndedByTheFirst() {
    stopRequest.complete(null);
    signals.received(Signal.TERM);
    assertEquals(List.of(), ends);
  }
}
