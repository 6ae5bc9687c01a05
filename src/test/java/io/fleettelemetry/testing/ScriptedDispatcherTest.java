package io.fleettelemetry.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ScriptedDispatcherTest extends DispatcherContract {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final List<TelemetryRecord> TWO = RecordBuilder.numberedRecords("scripted", 2);

  private final ScriptedDispatcher scripted = new ScriptedDispatcher();

  @Override
  protected Rig createRig() {
    return new Rig() {
      @Override
      public Dispatcher dispatcher() {
        return scripted;
      }

      @Override
      public List<byte[]> stored(RecordType type, String vin) {
        return RecordingDispatcherTest.payloads(scripted.stored(), type, vin);
      }

      @Override
      public Optional<Runnable> takingSystemAway() {
        return Optional.of(() -> scripted.endAfter(Duration.ofMillis(20), Outcome.FAILED));
      }

      @Override
      public Optional<Dispatcher> refusedAtStart() {
        ScriptedDispatcher refused = new ScriptedDispatcher();
        refused.refuseStart("wrong password");
        return Optional.of(refused);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void stalledRecordsEndWhenReleased() {
    scripted.stall();
    OutcomeLog log = new OutcomeLog(2);
    scripted.dispatch(TWO, log);
    assertEquals(2, scripted.held());
    assertFalse(log.isComplete());
    assertEquals(2, scripted.release(Outcome.STORED));
    log.assertAll(Outcome.STORED);
  }

  @Test
  void recordsEndAsOrdered() {
    scripted.end(Outcome.REFUSED);
    OutcomeLog log = new OutcomeLog(2);
    scripted.dispatch(TWO, log);
    log.assertAll(Outcome.REFUSED);
    assertEquals(List.of(), scripted.stored());
  }

  @Test
  void throwsWhatWasOrdered() {
    IllegalStateException problem = new IllegalStateException("on order");
    scripted.fail(problem);
    OutcomeLog log = new OutcomeLog(2);
    assertSame(
        problem, assertThrows(IllegalStateException.class, () -> scripted.dispatch(TWO, log)));
    assertFalse(log.isComplete());
  }

  @Test
  void blocksItsThreadUntilUnblocked() throws Exception {
    scripted.block();
    OutcomeLog log = new OutcomeLog(2);
    CompletableFuture<Void> call = CompletableFuture.runAsync(() -> scripted.dispatch(TWO, log));
    Awaitility.await().atMost(LIMIT).until(() -> scripted.calls() == 1);
    assertFalse(log.isComplete());
    scripted.unblock();
    call.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    log.assertAll(Outcome.STORED);
  }

  @Test
  void startAndStopEndWhenOrdered() {
    Promise<Void> started = Promise.promise();
    Promise<Void> stopped = Promise.promise();
    scripted.delayStart(started);
    scripted.delayStop(stopped);
    assertFalse(scripted.start().isComplete());
    started.complete();
    assertTrue(scripted.start().succeeded());
    assertFalse(scripted.stop(Duration.ofSeconds(10)).isComplete());
    stopped.complete();
    assertTrue(scripted.stop(Duration.ofSeconds(10)).succeeded());
  }
}
