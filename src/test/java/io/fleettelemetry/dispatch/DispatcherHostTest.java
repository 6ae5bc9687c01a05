package io.fleettelemetry.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.bus.BatchPublisher;
import io.fleettelemetry.bus.BatchPublisher.Publication;
import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends of the bus together: a publisher as ingest has one, and a hosted dispatcher. */
class DispatcherHostTest {

  private static final String OUTCOMES = "ingest.test.outcomes";
  private static final int NUMBER = 5;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final TelemetryBus bus = new TelemetryBus(vertx);
  private final Context ingest = vertx.getOrCreateContext();
  private final Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();
  private final List<RecordBatch> undeliverable = new CopyOnWriteArrayList<>();
  private BatchPublisher publisher;

  @BeforeEach
  void listen() {
    onIngest(
        () -> {
          publisher = new BatchPublisher(vertx, bus, OUTCOMES, 1, undeliverable::add);
          bus.onOutcomes(OUTCOMES, this::collect);
        });
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void everyRecordComesInOrderOnceAndItsOutcomeGoesBack() {
    RecordingDispatcher dispatcher = new RecordingDispatcher();
    started(dispatcher);
    publish(RecordBuilder.numberedRecords("VIN-1", 1_000), 1);

    List<TelemetryRecord> received = dispatcher.await(1_000);

    assertEquals(
        RecordBuilder.numberedRecords("VIN-1", 1_000).stream()
            .map(TelemetryRecord::txidText)
            .toList(),
        received.stream().map(TelemetryRecord::txidText).toList());
    await().until(() -> outcomes.size() == 1_000);
    assertEquals(Set.of(Outcome.STORED), Set.copyOf(outcomes.values()));
  }

  @Test
  void aSingleRecordDoesNotWaitForAFullBatch() {
    RecordingDispatcher dispatcher = new RecordingDispatcher();
    started(dispatcher);
    publish(RecordBuilder.numberedRecords("VIN-1", 1), 1);
    dispatcher.await(1);
    await().until(() -> outcomes.size() == 1);
  }

  @Test
  void shardsKeepTheOrderOfEachVehicle() {
    ShardedRecorder dispatcher = new ShardedRecorder();
    started(dispatcher);
    List<TelemetryRecord> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      for (int vehicle = 0; vehicle < 10; vehicle++) {
        records.add(RecordBuilder.numbered("VIN-" + vehicle, i).build());
      }
    }
    publish(records, ShardedRecorder.SHARDS);
    await().until(() -> outcomes.size() == records.size());
    for (int vehicle = 0; vehicle < 10; vehicle++) {
      String vin = "VIN-" + vehicle;
      assertEquals(
          records.stream().filter(r -> r.vin().equals(vin)).map(TelemetryRecord::txidText).toList(),
          List.copyOf(dispatcher.byVin.get(vin)));
    }
    assertEquals(ShardedRecorder.SHARDS, dispatcher.threads.size());
  }

  @Test
  void aSlowRecordDoesNotHoldItsBatchBack() {
    FirstHeld dispatcher = new FirstHeld();
    started(dispatcher);
    publish(RecordBuilder.numberedRecords("VIN-1", 10), 1);
    await().until(() -> outcomes.size() == 9);
    dispatcher.held.settle(0, Outcome.REFUSED);
    await().until(() -> outcomes.size() == 10);
    assertEquals(Outcome.REFUSED, outcomes.get(0L));
  }

  @Test
  void aDispatcherThatBlocksDoesNotHoldOutcomesBack() {
    LastBlocked dispatcher = new LastBlocked();
    started(dispatcher);
    publish(RecordBuilder.numberedRecords("VIN-1", 10), 1);
    await().until(() -> outcomes.size() == 9);
    dispatcher.released.countDown();
    await().until(() -> outcomes.size() == 10);
  }

  @Test
  void aSlowRecordKeepsNoneOfItsBatchInMemory() {
    FirstHeld dispatcher = new FirstHeld();
    started(dispatcher);
    List<WeakReference<TelemetryRecord>> sent = publishFor(10);
    await().until(() -> outcomes.size() == 9);
    await()
        .until(
            () -> {
              System.gc();
              return sent.stream().skip(1).allMatch(record -> record.get() == null);
            });
    dispatcher.held.settle(0, Outcome.STORED);
    await().until(() -> outcomes.size() == 10);
  }

  /** Publishes this many, of which nothing is kept here. */
  private List<WeakReference<TelemetryRecord>> publishFor(int count) {
    List<TelemetryRecord> records = RecordBuilder.numberedRecords("VIN-1", count);
    publish(records, 1);
    return records.stream().map(WeakReference::new).toList();
  }

  @Test
  void aDispatcherThatThrowsHasFailedItsRecords() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    dispatcher.fail(new IllegalStateException("broken"));
    started(dispatcher);
    publish(RecordBuilder.numberedRecords("VIN-1", 3), 1);
    await().until(() -> outcomes.size() == 3);
    assertEquals(Set.of(Outcome.FAILED), Set.copyOf(outcomes.values()));
  }

  @Test
  void stoppingEndsWhatTheDispatcherForgot() {
    Forgetful dispatcher = new Forgetful();
    DispatcherHost host = started(dispatcher);
    publish(RecordBuilder.numberedRecords("VIN-1", 3), 1);
    await().until(() -> dispatcher.forgotten == 3);
    host.stop(LIMIT).await();
    // Sent before stop() ended: the Vert.x may be closed next.
    onIngest(() -> {});
    assertEquals(3, outcomes.size());
    assertEquals(Set.of(Outcome.FAILED), Set.copyOf(outcomes.values()));
  }

  @Test
  void aDispatcherThatDoesNotStopIsLeftBehindWithALineThatNamesIt() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    dispatcher.delayStop(Promise.promise());
    try (LogCapture log = LogCapture.of(DispatcherHost.class)) {
      DispatcherHost host = started(dispatcher);
      host.stop(Duration.ofMillis(500)).await();
      assertTrue(host.isStopped());
      assertEquals(
          "test", LogCapture.fields(log.named("dispatcher_left_behind").get(0)).get("dispatcher"));
    }
  }

  @Test
  void whatADispatcherHasWhoseThreadIsBlockedHasFailedWhenItIsStopped() {
    LastBlocked dispatcher = new LastBlocked();
    DispatcherHost host = started(dispatcher);
    publish(RecordBuilder.numberedRecords("VIN-1", 10), 1);
    await().until(() -> outcomes.size() == 9);
    assertEquals(1, host.awaited());
    host.stop(Duration.ofMillis(500)).await();
    onIngest(() -> {});
    assertEquals(Outcome.FAILED, outcomes.get(9L));
    assertEquals(0, host.awaited());
    dispatcher.released.countDown();
  }

  @Test
  void aDispatcherThatCannotCloseIsNamedWithItsReason() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    Promise<Void> stop = Promise.promise();
    dispatcher.delayStop(stop);
    stop.fail("the disk is gone");
    try (LogCapture log = LogCapture.of(DispatcherHost.class)) {
      started(dispatcher).stop(LIMIT).await();
      Map<String, Object> line = LogCapture.fields(log.named("dispatcher_not_stopped").get(0));
      assertEquals(Map.of("dispatcher", "test", "error", "the disk is gone"), line);
    }
  }

  @Test
  void whatWasPublishedBeforeTheStopIsTaken() {
    RecordingDispatcher dispatcher = new RecordingDispatcher();
    DispatcherHost host = started(dispatcher);
    publish(RecordBuilder.numberedRecords("VIN-1", 1_000), 1);
    onIngest(publisher::flush);
    host.stop(LIMIT).await();
    assertEquals(1_000, dispatcher.records().size());
  }

  @Test
  void whatIsSentToAStoppedDispatcherComesBack() {
    DispatcherHost host = started(new RecordingDispatcher());
    host.stop(LIMIT).await();
    publish(RecordBuilder.numberedRecords("VIN-1", 3), 1);
    await().until(() -> undeliverable.size() == 1);
    assertEquals(3, undeliverable.get(0).tickets().length);
  }

  @Test
  void aRefusedStartNamesTheDispatcher() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    dispatcher.refuseStart("no such stream");
    Throwable e = assertThrows(Throwable.class, () -> host(dispatcher).start().await());
    assertEquals("dispatcher test: no such stream", e.getMessage());
  }

  private DispatcherHost started(Dispatcher dispatcher) {
    DispatcherHost host = host(dispatcher);
    host.start().await();
    return host;
  }

  private DispatcherHost host(Dispatcher dispatcher) {
    return new DispatcherHost(vertx, bus, "test", dispatcher, Set.of("V"));
  }

  private void publish(List<TelemetryRecord> records, int shards) {
    onIngest(
        () -> {
          Publication publication = publisher.publication(RecordType.V, "test", NUMBER, shards);
          long ticket = 0;
          for (TelemetryRecord record : records) {
            publication.publish(record, ticket++);
          }
        });
  }

  private void onIngest(Runnable action) {
    Promise<Void> done = Promise.promise();
    ingest.runOnContext(
        v -> {
          action.run();
          done.complete();
        });
    done.future().await();
  }

  private void collect(OutcomeBatch batch) {
    assertEquals(NUMBER, batch.dispatcher());
    for (int i = 0; i < batch.tickets().length; i++) {
      outcomes.merge(batch.tickets()[i], batch.outcomes()[i], (a, b) -> null);
    }
  }

  /** Nothing to start or stop. */
  private abstract static class Always implements Dispatcher {
    @Override
    public Future<Void> start() {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop(Duration limit) {
      return Future.succeededFuture();
    }

    @Override
    public DispatcherHealth health() {
      return new DispatcherHealth(true, "");
    }
  }

  /** Its shards begin together, which they can only with a worker each. */
  private static final class ShardedRecorder extends Always {
    private static final int SHARDS = 3;
    private final CountDownLatch begun = new CountDownLatch(SHARDS);
    private final Map<String, List<String>> byVin = new ConcurrentHashMap<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @Override
    public int shards() {
      return SHARDS;
    }

    @Override
    public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
      if (threads.add(Thread.currentThread().getName())) {
        begun.countDown();
        awaitOthers();
      }
      for (int i = 0; i < records.size(); i++) {
        byVin
            .computeIfAbsent(records.get(i).vin(), vin -> new CopyOnWriteArrayList<>())
            .add(records.get(i).txidText());
        outcomes.settle(i, Outcome.STORED);
        outcomes.settle(i, Outcome.FAILED);
      }
    }

    private void awaitOthers() {
      try {
        assertTrue(begun.await(5, TimeUnit.SECONDS), "shards have workers of their own");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class FirstHeld extends Always {
    private volatile Outcomes held;

    @Override
    public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
      held = outcomes;
      for (int i = 1; i < records.size(); i++) {
        outcomes.settle(i, Outcome.STORED);
      }
    }
  }

  /** Stores one record after the other, as a system does that has no asynchronous client. */
  private static final class LastBlocked extends Always {
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
      int last = records.size() - 1;
      for (int i = 0; i < last; i++) {
        outcomes.settle(i, Outcome.STORED);
      }
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      outcomes.settle(last, Outcome.STORED);
    }
  }

  private static final class Forgetful extends Always {
    private volatile int forgotten;

    @Override
    public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
      forgotten = records.size();
    }
  }
}
