package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.dispatch.file.FileSettings.Compression;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When one file ends and the next begins, and what becomes of those that have ended. */
class RotationTest {

  private static final String GOOD = "{\"txid\":\"VIN/0\"}\n";

  private final StoreFixture store = new StoreFixture();
  private LogCapture log;
  private int next;

  @BeforeEach
  void capture() {
    log = LogCapture.of(FileDispatcher.class);
  }

  @AfterEach
  void close() {
    store.close();
    log.close();
  }

  private void storeOne() {
    store
        .dispatch(RecordBuilder.numbered("VIN", next++).build())
        .await(StoreFixture.LIMIT)
        .assertAll(Outcome.STORED);
  }

  @Test
  void bySize() {
    int line = RecordLine.of(RecordBuilder.numbered("VIN", 0).build()).length;
    store.rotateBytes(line + 1).start();
    for (int i = 0; i < 5; i++) {
      storeOne();
    }
    assertEquals(
        List.of(
            "2026-03-01/120000-000.jsonl",
            "2026-03-01/120000-001.jsonl",
            "2026-03-01/120000-002.jsonl"),
        store.files());
    assertEquals(List.of(0, 1, 2, 3, 4), StoredLines.numbers(store.store));
  }

  @Test
  void byAgeAlsoWhenNothingComes() {
    store.compression(Compression.ZSTD).start();
    storeOne();
    store.clock.advance(Duration.ofMinutes(59));
    storeOne();
    assertEquals(List.of("2026-03-01/120000-000.jsonl"), store.files());
    store.clock.advance(Duration.ofMinutes(1));
    awaitFiles("2026-03-01/120000-000.jsonl.zst");
    storeOne();
    assertEquals("2026-03-01/130000-000.jsonl", store.files().get(1));
    assertEquals(List.of(0, 1, 2), StoredLines.numbers(store.store));
  }

  @Test
  void atANewDay() {
    store.clock.set(Instant.parse("2026-03-01T23:59:59Z"));
    store.start();
    storeOne();
    store.clock.advance(Duration.ofSeconds(1));
    storeOne();
    assertEquals(
        List.of("2026-03-01/235959-000.jsonl", "2026-03-02/000000-000.jsonl"), store.files());
  }

  @Test
  void aClockThatIsSetBackBeginsNoFiles() {
    store.clock.set(Instant.parse("2026-03-02T00:00:00Z"));
    store.start();
    storeOne();
    store.clock.set(Instant.parse("2026-03-01T23:59:00Z"));
    storeOne();
    assertEquals(List.of("2026-03-02/000000-000.jsonl"), store.files());
  }

  @Test
  void aClockThatIsSetBackFarTakesNoNameThatThereIs() throws IOException {
    leave("2026-03-01/090000-000.jsonl", GOOD);
    leave("2026-03-01/115959-000.jsonl", GOOD);
    store.compression(Compression.ZSTD).start();
    awaitFiles("2026-03-01/090000-000.jsonl.zst", "2026-03-01/115959-000.jsonl.zst");
    next = 1;
    store.clock.set(Instant.parse("2026-03-01T09:00:00Z"));
    storeOne();
    store.stop();
    store.start();
    awaitFiles(
        "2026-03-01/090000-000.jsonl.zst",
        "2026-03-01/090000-001.jsonl.zst",
        "2026-03-01/115959-000.jsonl.zst");
    assertEquals(List.of(0, 1, 0), StoredLines.numbers(store.store));
    assertEquals(List.of(), log.named("file_err"));
  }

  @Test
  void atEachStart() {
    store.start();
    storeOne();
    store.stop();
    store.start();
    storeOne();
    assertEquals(
        List.of("2026-03-01/120000-000.jsonl", "2026-03-01/120000-001.jsonl"), store.files());
  }

  @Test
  void closedFilesAreCompressedAndSayTheSame() throws IOException {
    store.rotateBytes(1).compression(Compression.ZSTD).start();
    storeOne();
    awaitFiles("2026-03-01/120000-000.jsonl.zst");
    assertEquals(
        new String(
            RecordLine.of(RecordBuilder.numbered("VIN", 0).build()),
            java.nio.charset.StandardCharsets.UTF_8),
        StoredLines.text(store.store.resolve("2026-03-01/120000-000.jsonl.zst")));
  }

  @Test
  void whatAnUnfinishedCompressionLeftIsDoneAnew() throws IOException {
    leave("2026-02-28/100000-000.jsonl", GOOD);
    leave("2026-02-28/100000-000.jsonl.zst.tmp", "half");
    store.compression(Compression.ZSTD).start();
    awaitFiles("2026-02-28/100000-000.jsonl.zst");
    assertEquals(List.of(0), StoredLines.numbers(store.store));
    assertEquals(List.of(), StoreLayout.unfinished(store.store));
  }

  @Test
  void whatAFinishedCompressionLeftIsRemoved() throws IOException {
    leave("2026-02-28/100000-000.jsonl", GOOD);
    store.compression(Compression.ZSTD).start();
    awaitFiles("2026-02-28/100000-000.jsonl.zst");
    store.stop();
    leave("2026-02-28/100000-000.jsonl", GOOD);
    store.start();
    StoreFixture.await("one form")
        .until(() -> !Files.exists(store.store.resolve("2026-02-28/100000-000.jsonl")));
    assertEquals(List.of(0), StoredLines.numbers(store.store));
  }

  @Test
  void aTornEndIsCutBeforeCompression() throws IOException {
    leave("2026-02-28/100000-000.jsonl", GOOD + "\0\n" + GOOD + "{\"txid");
    store.compression(Compression.ZSTD).start();
    awaitFiles("2026-02-28/100000-000.jsonl.zst");
    assertEquals(
        GOOD + "\0\n" + GOOD,
        StoredLines.text(store.store.resolve("2026-02-28/100000-000.jsonl.zst")));
    assertEquals(6L, LogCapture.fields(log.await("file_torn_end_cut")).get("bytes"));
    assertEquals(1L, LogCapture.fields(log.await("file_damaged")).get("lines"));
  }

  @Test
  void theNewestFilesTornEndIsCutWithoutCompressionToo() throws IOException {
    leave("2026-02-28/100000-000.jsonl", GOOD + "{");
    leave("2026-02-28/100000-001.jsonl", GOOD + "{\"txid");
    store.start();
    log.await("file_torn_end_cut");
    assertEquals(GOOD, StoredLines.text(store.store.resolve("2026-02-28/100000-001.jsonl")));
    assertEquals(GOOD + "{", StoredLines.text(store.store.resolve("2026-02-28/100000-000.jsonl")));
  }

  @Test
  void emptyFilesAndDaysAreRemoved() throws IOException {
    leave("2026-02-27/100000-000.jsonl", "");
    leave("2026-02-28/100000-000.jsonl", "{\"to");
    store.start();
    StoreFixture.await("no days")
        .until(
            () ->
                !Files.exists(store.store.resolve("2026-02-27"))
                    && !Files.exists(store.store.resolve("2026-02-28")));
  }

  @Test
  void whatIsNoneOfOursIsLeftAlone() throws IOException {
    leave("notes.txt", "mine");
    leave("2026-02-28/notes.txt", "mine");
    leave("2026-02-28/notes.jsonl", "");
    store.compression(Compression.ZSTD).rotateBytes(1).keepBytes(1).start();
    storeOne();
    StoreFixture.await("retention").until(() -> store.files().isEmpty());
    assertEquals("mine", Files.readString(store.store.resolve("2026-02-28/notes.txt")));
    assertEquals("mine", Files.readString(store.store.resolve("notes.txt")));
    assertTrue(Files.exists(store.store.resolve("2026-02-28/notes.jsonl")));
  }

  @Test
  void theOldestFilesMakeRoom() throws IOException {
    leave("2026-02-27/100000-000.jsonl", GOOD);
    leave("2026-02-28/100000-000.jsonl", GOOD);
    leave("2026-03-01/113000-000.jsonl", GOOD);
    leave("2026-03-01/114000-000.jsonl", GOOD);
    store.keepBytes(GOOD.length()).start();
    awaitFiles("2026-03-01/114000-000.jsonl");
    assertEquals(
        List.of(Level.INFO, Level.INFO, Level.WARN),
        log.named("file_deleted").stream().map(event -> event.getLevel()).toList());
  }

  @Test
  void theFileThatIsWrittenToIsNeverDeleted() {
    store.keepBytes(1).start();
    storeOne();
    store.clock.advance(Duration.ofHours(1));
    StoreFixture.await("the closed one's end").until(() -> store.files().isEmpty());
    storeOne();
    assertEquals(List.of("2026-03-01/130000-000.jsonl"), store.files());
  }

  @Test
  void aCompressionThatFailsKeepsTheFileAndIsToldOnce() throws IOException {
    leave("2026-02-28/100000-000.jsonl", GOOD);
    leave("2026-02-28/100000-000.jsonl.zst.tmp/in the way", "");
    store.rotateBytes(1).compression(Compression.ZSTD).start();
    log.await("file_archive_err");
    storeOne();
    storeOne();
    store.stop();
    assertEquals(1, log.named("file_archive_err").size());
    assertTrue(store.files().contains("2026-02-28/100000-000.jsonl"));
  }

  @Test
  void aFileThatCannotBeCompressedHoldsUpNothingElse() throws IOException {
    leave("2026-02-27/100000-000.jsonl", GOOD);
    leave("2026-02-28/100000-000.jsonl", GOOD);
    leave("2026-02-28/100000-000.jsonl.zst.tmp/in the way", "");
    leave("2026-03-01/100000-000.jsonl", GOOD);
    store.compression(Compression.ZSTD).keepBytes(GOOD.length() * 4L).start();
    log.await("file_archive_err");
    awaitFiles("2026-02-28/100000-000.jsonl", "2026-03-01/100000-000.jsonl.zst");
  }

  private void awaitFiles(String... names) {
    StoreFixture.await("the files " + List.of(names))
        .until(() -> store.files().equals(List.of(names)) && isSettled());
  }

  private boolean isSettled() throws IOException {
    return StoreLayout.all(store.store).size() == store.files().size();
  }

  private void leave(String name, String text) throws IOException {
    Path path = store.store.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
