package io.fleettelemetry.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every dispatcher promises, as tests. A dispatcher's own test class extends this one and says
 * in a {@link Rig} how its system is set up, looked into and broken. What a system cannot do has no
 * test: a log is never away.
 */
public abstract class DispatcherContract {

  private static final int MANY = 500;
  private static final int BATCH = 50;
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** One dispatcher with the system behind it, made for one test. */
  public interface Rig extends AutoCloseable {

    /** The dispatcher, not started, for records of the types {@code V} and {@code alerts}. */
    Dispatcher dispatcher();

    /**
     * What the system holds by now.
     *
     * @return what it holds of each record, those of one vehicle in the order that it keeps them in
     */
    List<byte[]> stored(RecordType type, String vin);

    /** What the system is to hold of a record: its payload, where it is not something else. */
    default byte[] expected(TelemetryRecord record) {
      return record.payload();
    }

    /** A record that the system refuses for good; empty when it takes anything. */
    default Optional<TelemetryRecord> refusedRecord() {
      return Optional.empty();
    }

    /**
     * What makes the system go away, or stop answering, for the rest of the test; empty when it is
     * never away.
     */
    default Optional<Runnable> takingSystemAway() {
      return Optional.empty();
    }

    /**
     * What brings back the system that was taken away; it does not wait for the dispatcher to have
     * noticed. Empty when it is never away.
     */
    default Optional<Runnable> bringingSystemBack() {
      return Optional.empty();
    }

    /** A dispatcher whose system cannot be reached at its start; empty when it always can be. */
    default Optional<AwayAtStart> awayAtStart() {
      return Optional.empty();
    }

    /** What makes the system slow, and fast again; empty when it is always fast. */
    default Optional<Slowness> slowness() {
      return Optional.empty();
    }

    /**
     * A dispatcher of the same system whose own bound is as small as its settings allow, so that
     * some hundred records reach it; empty when nothing is ever held.
     */
    default Optional<Dispatcher> tightlyBounded() {
      return Optional.empty();
    }

    /** A dispatcher whose system refuses its settings at start; empty when there is no such. */
    default Optional<Dispatcher> refusedAtStart() {
      return Optional.empty();
    }

    /** Longest time that a record, a start or a stop may take. */
    default Duration timeLimit() {
      return Duration.ofSeconds(30);
    }

    @Override
    void close();
  }

  /**
   * A dispatcher without its system.
   *
   * @param dispatcher not started, with a start that does not take long where it waits for the
   *     system
   * @param address what the message of a start that fails must name; empty when the start succeeds
   *     and the dispatcher keeps trying
   */
  public record AwayAtStart(Dispatcher dispatcher, Optional<String> address) {}

  /**
   * A system that takes its time.
   *
   * @param begin after it nothing is confirmed
   * @param end all goes on as before
   */
  public record Slowness(Runnable begin, Runnable end) {}

  private Rig rig;
  private Dispatcher dispatcher;
  private boolean running;

  /** Sets the system up; called before each test. */
  protected abstract Rig createRig();

  @BeforeEach
  void setUpRig() {
    rig = createRig();
    dispatcher = rig.dispatcher();
  }

  @AfterEach
  void tearDownRig() {
    try {
      if (running) {
        join(dispatcher.stop(rig.timeLimit()));
      }
    } finally {
      rig.close();
    }
  }

  @Test
  void everyRecordIsStoredAndEndsOnce() {
    start();
    List<TelemetryRecord> records = RecordBuilder.numberedRecords("contract-1", BATCH);
    dispatch(records).await(rig.timeLimit()).assertAll(Outcome.STORED);
    assertStored("contract-1", records);
  }

  @Test
  void typesDoNotMix() {
    start();
    TelemetryRecord alert = RecordBuilder.alerts().vin("contract-2").build();
    List<TelemetryRecord> signals = RecordBuilder.numberedRecords("contract-2", 2);
    dispatch(List.of(alert)).await(rig.timeLimit()).assertAll(Outcome.STORED);
    dispatch(signals).await(rig.timeLimit()).assertAll(Outcome.STORED);
    assertStored("contract-2", signals);
    List<byte[]> alerts = rig.stored(RecordType.ALERTS, "contract-2");
    assertEquals(1, alerts.size(), "alerts");
    assertArrayEquals(rig.expected(alert), alerts.get(0));
  }

  @Test
  void recordsOfOneVehicleKeepTheirOrder() {
    start();
    List<TelemetryRecord> first = RecordBuilder.numberedRecords("contract-3", MANY);
    List<TelemetryRecord> second = RecordBuilder.numberedRecords("contract-4", MANY);
    List<OutcomeLog> logs = new ArrayList<>();
    for (int from = 0; from < MANY; from += BATCH) {
      List<TelemetryRecord> batch = new ArrayList<>(2 * BATCH);
      for (int i = from; i < from + BATCH; i++) {
        batch.add(first.get(i));
        batch.add(second.get(i));
      }
      logs.add(dispatch(batch));
    }
    logs.forEach(log -> log.await(rig.timeLimit()).assertAll(Outcome.STORED));
    assertStored("contract-3", first);
    assertStored("contract-4", second);
  }

  @Test
  void whatWasTakenOverEndsBeforeTheStopDoes() {
    start();
    List<TelemetryRecord> records = RecordBuilder.numberedRecords("contract-5", MANY);
    OutcomeLog log = dispatch(records);
    stop();
    assertTrue(log.isComplete(), "records without an outcome after the stop");
    log.assertAll(Outcome.STORED);
    assertStored("contract-5", records);
  }

  @Test
  void startAndStopWithoutARecord() {
    start();
    stop();
  }

  @TestFactory
  Stream<DynamicTest> whatTheSystemRefusesEndsAloneAndForGood() {
    return rig.refusedRecord().stream()
        .map(refused -> dynamicTest("refused", () -> refusedEndsAlone(refused)));
  }

  private void refusedEndsAlone(TelemetryRecord refused) {
    start();
    List<TelemetryRecord> around = RecordBuilder.numberedRecords("contract-6", 2);
    OutcomeLog log = dispatch(List.of(around.get(0), refused, around.get(1)));
    assertEquals(
        List.of(Outcome.STORED, Outcome.REFUSED, Outcome.STORED),
        log.await(rig.timeLimit()).outcomes());
    assertStored("contract-6", around);
  }

  @TestFactory
  Stream<DynamicTest> recordsFailInTimeWhenTheSystemIsAway() {
    return whenAway(
        () ->
            dispatch(RecordBuilder.numberedRecords("contract-8", BATCH))
                .await(rig.timeLimit())
                .assertAll(Outcome.FAILED));
  }

  @TestFactory
  Stream<DynamicTest> stopEndsWhatIsUnderWayWhenTheSystemIsAway() {
    return whenAway(
        () -> {
          OutcomeLog log = dispatch(RecordBuilder.numberedRecords("contract-10", BATCH));
          stop();
          assertTrue(log.isComplete(), "records without an outcome after the stop");
          log.assertAll(Outcome.FAILED);
        });
  }

  @TestFactory
  Stream<DynamicTest> stopEndsInTheTimeItIsGivenWhenTheSystemIsAway() {
    return whenAway(
        () -> {
          OutcomeLog log = dispatch(RecordBuilder.numberedRecords("contract-11", BATCH));
          running = false;
          join(dispatcher.stop(SHORT));
          assertTrue(log.isComplete(), "records without an outcome after the stop");
          log.assertAll(Outcome.FAILED);
        });
  }

  private Stream<DynamicTest> whenAway(Runnable test) {
    return rig.takingSystemAway().stream()
        .map(
            takeAway ->
                dynamicTest(
                    "away",
                    () -> {
                      start();
                      dispatch(RecordBuilder.numberedRecords("contract-7", 1))
                          .await(rig.timeLimit());
                      takeAway.run();
                      test.run();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> recordsAreStoredAgainWhenTheSystemIsBack() {
    return rig.bringingSystemBack().stream().flatMap(back -> whenAway(() -> storedAgain(back)));
  }

  private void storedAgain(Runnable bringBack) {
    dispatch(RecordBuilder.numberedRecords("contract-12", 1)).await(rig.timeLimit());
    bringBack.run();
    int[] round = {0};
    Awaitility.await("a record that is stored")
        .atMost(rig.timeLimit())
        .until(
            () ->
                dispatch(RecordBuilder.numberedRecords("contract-back-" + round[0]++, 1))
                    .await(rig.timeLimit())
                    .outcomes()
                    .equals(List.of(Outcome.STORED)));
    List<TelemetryRecord> after = RecordBuilder.numberedRecords("contract-13", BATCH);
    dispatch(after).await(rig.timeLimit()).assertAll(Outcome.STORED);
    assertStored("contract-13", after);
  }

  @TestFactory
  Stream<DynamicTest> startWithoutTheSystemNamesItOrKeepsTrying() {
    return rig.awayAtStart().stream().map(away -> dynamicTest("away", () -> startWithout(away)));
  }

  private void startWithout(AwayAtStart away) {
    Future<Void> start = away.dispatcher().start();
    Awaitility.await("the end of the start").atMost(rig.timeLimit()).until(start::isComplete);
    assertEquals(away.address().isPresent(), start.failed(), "whether the start failed");
    away.address()
        .ifPresent(
            address -> {
              String message = String.valueOf(start.cause().getMessage());
              assertTrue(message.contains(address), message);
            });
    assertFalse(away.dispatcher().health().detail().isBlank());
    join(away.dispatcher().stop(rig.timeLimit()));
  }

  @TestFactory
  Stream<DynamicTest> aSlowSystemLosesNothingThatWasStored() {
    return rig.slowness().stream().map(slowness -> dynamicTest("slow", () -> slow(slowness)));
  }

  /** What becomes of a record meanwhile is up to its time limit; what it says must be true. */
  private void slow(Slowness slowness) {
    start();
    dispatch(RecordBuilder.numberedRecords("contract-14", 1))
        .await(rig.timeLimit())
        .assertAll(Outcome.STORED);
    List<TelemetryRecord> meanwhile = RecordBuilder.numberedRecords("contract-15", BATCH);
    slowness.begin().run();
    OutcomeLog log;
    try {
      log = dispatch(meanwhile);
    } finally {
      slowness.end().run();
    }
    assertHolds("contract-15", storedOf(meanwhile, log.await(rig.timeLimit())));
    List<TelemetryRecord> after = RecordBuilder.numberedRecords("contract-16", BATCH);
    dispatch(after).await(rig.timeLimit()).assertAll(Outcome.STORED);
    assertStored("contract-16", after);
  }

  @TestFactory
  Stream<DynamicTest> whatReachesTheBoundEndsOnceAndStoredMeansStored() {
    return rig.tightlyBounded().stream()
        .map(bounded -> dynamicTest("bounded", () -> reachBound(bounded)));
  }

  private void reachBound(Dispatcher bounded) {
    dispatcher = bounded;
    start();
    List<TelemetryRecord> records = RecordBuilder.numberedRecords("contract-17", MANY);
    OutcomeLog log = dispatch(records).await(rig.timeLimit());
    assertHolds("contract-17", storedOf(records, log));
    TelemetryRecord later = RecordBuilder.numbered("contract-18", 1).build();
    dispatch(List.of(later)).await(rig.timeLimit()).assertAll(Outcome.STORED);
    assertStored("contract-18", List.of(later));
  }

  private static List<TelemetryRecord> storedOf(List<TelemetryRecord> records, OutcomeLog log) {
    List<Outcome> outcomes = log.outcomes();
    return IntStream.range(0, records.size())
        .filter(i -> outcomes.get(i) == Outcome.STORED)
        .mapToObj(records::get)
        .toList();
  }

  /**
   * In this order, maybe with others between them: a record that failed may be there all the same.
   */
  private void assertHolds(String vin, List<TelemetryRecord> expected) {
    Iterator<byte[]> stored = rig.stored(RecordType.V, vin).iterator();
    for (int i = 0; i < expected.size(); i++) {
      byte[] next = rig.expected(expected.get(i));
      boolean found = false;
      while (!found && stored.hasNext()) {
        found = Arrays.equals(next, stored.next());
      }
      assertTrue(found, "record %d of %s is missing, or too early".formatted(i, vin));
    }
  }

  @TestFactory
  Stream<DynamicTest> startFailsWithAReasonWhenTheSystemRefuses() {
    return rig.refusedAtStart().stream()
        .map(refused -> dynamicTest("refused", () -> startFailsWithAReason(refused)));
  }

  private void startFailsWithAReason(Dispatcher refused) {
    Future<Void> start = refused.start();
    Awaitility.await("the end of the start").atMost(rig.timeLimit()).until(start::isComplete);
    assertTrue(start.failed(), "the start succeeded");
    String message = start.cause().getMessage();
    assertFalse(message == null || message.isBlank(), "the start failed without a message");
    join(refused.stop(rig.timeLimit()));
  }

  @Test
  void healthSaysSomethingBeforeWhileAndAfter() {
    assertFalse(dispatcher.health().detail().isBlank());
    start();
    assertFalse(dispatcher.health().detail().isBlank());
    stop();
    assertFalse(dispatcher.health().detail().isBlank());
  }

  private void start() {
    join(dispatcher.start());
    running = true;
  }

  private void stop() {
    running = false;
    join(dispatcher.stop(rig.timeLimit()));
  }

  private OutcomeLog dispatch(List<TelemetryRecord> records) {
    OutcomeLog log = new OutcomeLog(records.size());
    dispatcher.dispatch(records, log);
    return log;
  }

  private void assertStored(String vin, List<TelemetryRecord> expected) {
    List<byte[]> stored = rig.stored(RecordType.V, vin);
    assertEquals(expected.size(), stored.size(), "records of " + vin);
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(rig.expected(expected.get(i)), stored.get(i), "record " + i + " of " + vin);
    }
  }

  private void join(Future<Void> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(limitMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (TimeoutException e) {
      throw new AssertionError("not complete within " + rig.timeLimit(), e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    }
  }

  private long limitMillis() {
    return rig.timeLimit().toMillis();
  }
}
