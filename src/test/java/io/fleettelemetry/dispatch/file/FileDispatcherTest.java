package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.dispatch.file.ScriptedDisk.Fault;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When records count as stored, and what happens while the disk takes none. */
class FileDispatcherTest {

  private final StoreFixture store = new StoreFixture();
  private LogCapture log;

  @BeforeEach
  void capture() {
    log = LogCapture.of(FileDispatcher.class);
  }

  @AfterEach
  void close() {
    store.close();
    log.close();
  }

  @Test
  void nothingIsStoredBeforeTheDiskHasIt() {
    store.start();
    store.disk.hold();
    OutcomeLog outcomes = store.dispatch(record(0), record(1));
    StoreFixture.await("the sync").until(() -> store.disk.calls().contains("sync"));
    assertFalse(outcomes.isComplete());
    store.disk.mend();
    outcomes.await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void whatComesDuringASyncSharesTheNext() {
    store.start();
    store.disk.hold();
    OutcomeLog first = store.dispatch(record(0));
    StoreFixture.await("the sync").until(() -> store.disk.calls().contains("sync"));
    OutcomeLog second = store.dispatch(record(1), record(2));
    OutcomeLog third = store.dispatch(record(3));
    store.disk.mend();
    for (OutcomeLog outcomes : List.of(first, second, third)) {
      outcomes.await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    }
    assertEquals(
        List.of("create", "append 1", "sync", "synced", "append 3", "sync", "synced"),
        store.disk.calls());
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void whatTheDiskRefusesIsTriedAgainInOrderInAnotherFile(Fault fault) {
    FileDispatcher dispatcher = store.start();
    store.dispatch(record(0)).await(StoreFixture.LIMIT);
    store.disk.fail(fault == Fault.CREATE ? Fault.APPEND : fault);
    OutcomeLog first = store.dispatch(record(1), record(2));
    StoreFixture.await("the failure").until(() -> !dispatcher.health().up());
    store.disk.fail(fault);
    OutcomeLog second = store.dispatch(record(3));
    log.await("file_err");
    assertFalse(first.isComplete());
    store.disk.mend();
    first.await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    second.await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    StoreFixture.await("health").until(() -> dispatcher.health().up());
    log.await("file_writable_again");
    assertTrue(store.errors("V") > 0);
    store.stop();
    assertTrue(store.files().size() > 1, store.files()::toString);
    if (fault != Fault.APPEND_AND_CUT) {
      assertEquals(List.of(0, 1, 2, 3), StoredLines.numbers(store.store));
    }
  }

  @Test
  void whatCouldNotBeCutBackIsMendedAtTheNextStart() {
    store.compression(FileSettings.Compression.ZSTD).start();
    store.dispatch(record(0)).await(StoreFixture.LIMIT);
    store.disk.fail(Fault.APPEND_AND_CUT);
    OutcomeLog outcomes = store.dispatch(record(1));
    log.await("file_err");
    store.disk.mend();
    outcomes.await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    store.stop();
    store.start();
    StoreFixture.await("compressed files")
        .until(() -> store.files().stream().allMatch(name -> name.endsWith(".zst")));
    assertEquals(List.of(0, 1), StoredLines.numbers(store.store));
  }

  @Test
  void aDiskThatStaysFullIsOneLineInTheLogAndFailsRecordsInTime() {
    FileDispatcher dispatcher = store.limits(1 << 20, Duration.ofMillis(200)).start();
    store.disk.fail(Fault.APPEND);
    for (int i = 0; i < 3; i++) {
      store.dispatch(record(i)).await(StoreFixture.LIMIT).assertAll(Outcome.FAILED);
    }
    assertFalse(dispatcher.health().up());
    assertEquals(
        store.store + ": No space left on device; 0 records wait", dispatcher.health().detail());
    assertEquals(1, log.named("file_err").size());
    assertTrue(store.errors("V") >= 3);
    store.disk.mend();
    store.dispatch(record(3)).await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    assertEquals(3L, LogCapture.fields(log.await("file_writable_again")).get("failed_records"));
    assertEquals(List.of(3), StoredLines.numbers(store.store));
  }

  @Test
  void aStoreThatIsDeletedIsNotWrittenTo() throws IOException {
    store.start();
    store.dispatch(record(0)).await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    Files.delete(store.store.resolve(store.files().get(0)));
    store.dispatch(record(1)).await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    assertEquals(List.of(1), StoredLines.numbers(store.store));
    assertEquals(
        "NoSuchFile: has been deleted", LogCapture.fields(log.await("file_err")).get("error"));
  }

  @Test
  void whoFindsNoRoomWaitsUntilTheDiskHasTakenSome() throws Exception {
    TelemetryRecord record = record(0);
    int room = RecordLine.of(record).length * 2;
    store.limits(room, Duration.ofMinutes(1)).start();
    store.disk.hold();
    OutcomeLog first = store.dispatch(record);
    CompletableFuture<OutcomeLog> rest =
        CompletableFuture.supplyAsync(() -> store.dispatch(record(1), record(2), record(3)));
    StoreFixture.await("the sync").until(() -> store.disk.calls().contains("sync"));
    assertFalse(first.isComplete());
    assertFalse(rest.isDone());
    store.disk.mend();
    rest.get(30, TimeUnit.SECONDS).await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    assertEquals(List.of(0, 1, 2, 3), StoredLines.numbers(store.store));
  }

  @Test
  void whoWaitsForRoomIsLetGoByAStop() throws Exception {
    TelemetryRecord record = record(0);
    store.limits(RecordLine.of(record).length, Duration.ofMinutes(1)).start();
    store.disk.fail(Fault.APPEND);
    OutcomeLog first = store.dispatch(record);
    CompletableFuture<OutcomeLog> second =
        CompletableFuture.supplyAsync(() -> store.dispatch(record(1)));
    log.await("file_err");
    store.stop();
    first.assertAll(Outcome.FAILED);
    second.get(30, TimeUnit.SECONDS).await(StoreFixture.LIMIT).assertAll(Outcome.FAILED);
  }

  @Test
  void aRecordThatIsTooLargeEndsAlone() {
    store.limits(1000, Duration.ofMinutes(1)).start();
    TelemetryRecord large = RecordBuilder.of("custom").protobuf(new byte[1000]).build();
    OutcomeLog outcomes = store.dispatch(record(0), large, record(1), large);
    assertEquals(
        List.of(Outcome.STORED, Outcome.REFUSED, Outcome.STORED, Outcome.REFUSED),
        outcomes.await(StoreFixture.LIMIT).outcomes());
    assertEquals(2, store.errors("other"));
    assertEquals(1, log.named("file_err").size());
    assertEquals(Level.ERROR, log.named("file_err").get(0).getLevel());
  }

  @Test
  void aDiskThatDoesNotAnswerEndsTheStopWithAReason() {
    FileDispatcher dispatcher = store.limits(1 << 20, Duration.ofMinutes(1)).start();
    store.disk.hold();
    OutcomeLog outcomes = store.dispatch(record(0));
    StoreFixture.await("the sync").until(() -> store.disk.calls().contains("sync"));
    Future<Void> stop = dispatcher.stop(Duration.ofMillis(200));
    StoreFixture.await("the end of the stop").until(stop::isComplete);
    assertTrue(stop.failed());
    assertTrue(stop.cause().getMessage().startsWith("file: "), stop.cause()::getMessage);
    store.disk.mend();
    outcomes.await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void aStoreHasOneServer() {
    store.start();
    assertRefused(
        store.create(), "another server writes to it; each one needs a directory of its own");
    store.stop();
    store.start();
  }

  @Test
  void aDirectoryThatCannotBeIsRefused() throws IOException {
    Files.writeString(store.store, "a file");
    assertRefused(store.create(), "must be a directory that can be written to: FileAlreadyExists");
  }

  private void assertRefused(FileDispatcher dispatcher, String rule) {
    Future<Void> start = dispatcher.start();
    StoreFixture.await("the end of the start").until(start::isComplete);
    assertNotNull(start.cause());
    assertEquals(
        "file.directory: \"%s\" — %s".formatted(store.store, rule), start.cause().getMessage());
    StoreFixture.join(dispatcher.stop(StoreFixture.LIMIT));
  }

  @Test
  void theDirectoryIsMade() {
    store.start();
    assertTrue(Files.isDirectory(store.store));
    assertEquals(List.of(), store.files());
    Path registered =
        Path.of(LogCapture.fields(log.await("file_registered")).get("directory").toString());
    assertEquals(store.store.toAbsolutePath(), registered);
  }

  @Test
  void recordsThatAreTriedAgainAreToldAsWaiting() {
    FileDispatcher dispatcher = store.start();
    store.disk.fail(Fault.APPEND);
    OutcomeLog first = store.dispatch(record(0), record(1));
    log.await("file_err");
    OutcomeLog second = store.dispatch(record(2));
    assertEquals(
        store.store + ": No space left on device; 3 records wait", dispatcher.health().detail());
    store.disk.mend();
    first.await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
    second.await(StoreFixture.LIMIT).assertAll(Outcome.STORED);
  }

  private static TelemetryRecord record(int number) {
    return RecordBuilder.numbered("VIN", number).build();
  }
}
