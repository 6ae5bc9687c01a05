package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.dispatch.file.FileSettings.Compression;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reader beside the dispatcher itself, which rotates and compresses all the while. */
@Timeout(120)
class ReadWhileWritingTest {

  private static final int RECORDS = 5_000;
  private static final int AT_ONCE = 100;
  private static final int LAST = 1_234;

  /** Some hundred records. */
  private static final long ROTATE_BYTES = 100_000;

  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void everyRecordIsReadOnceInTheOrderItWasWritten() throws Exception {
    List<TelemetryRecord> records = RecordBuilder.numberedRecords(RecordBuilder.VIN, RECORDS);
    List<String> expected = records.stream().map(TelemetryRecord::txidText).toList();
    try (StoreFixture store =
        new StoreFixture().rotateBytes(ROTATE_BYTES).compression(Compression.ZSTD)) {
      store.start();
      CompletableFuture<List<String>> reading =
          CompletableFuture.supplyAsync(() -> follow(store.store));
      for (int i = 0; i < RECORDS; i += AT_ONCE) {
        // Each waits for the disk: what comes while a slow one works would all go to one file.
        store
            .dispatch(records.subList(i, i + AT_ONCE).toArray(TelemetryRecord[]::new))
            .await(StoreFixture.LIMIT);
      }
      StoreFixture.await("all is read").until(reading::isDone);
      assertEquals(expected, reading.join());
      StoreFixture.await("closed files are compressed")
          .until(() -> store.files().stream().filter(name -> name.endsWith(".zst")).count() > 5);
      assertEquals(expected, readAll(reader(store.store)));
      List<String> last = expected.subList(RECORDS - LAST, RECORDS);
      assertEquals(
          last,
          readAll(RecordReader.last(LAST, store.store, RecordFilter.ALL, recording(), over::get)));
    } finally {
      over.set(true);
    }
    assertEquals(List.of(), problems);
  }

  /** Reads until all are read, or until the test is over. */
  private List<String> follow(Path store) {
    List<String> read = new ArrayList<>();
    try (RecordReader reader = reader(store)) {
      while (read.size() < RECORDS && !over.get()) {
        reader.next().ifPresent(record -> read.add(record.txid()));
      }
      return read;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> readAll(RecordReader reader) throws IOException {
    List<String> read = new ArrayList<>();
    try (reader) {
      for (Optional<StoredRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        read.add(next.get().txid());
      }
    }
    return read;
  }

  private RecordReader reader(Path store) throws IOException {
    return RecordReader.all(store, RecordFilter.ALL, recording(), over::get);
  }

  private ReadingProblems recording() {
    return new ReadingProblems() {
      @Override
      public void damagedLine(Path file, long line, String reason) {
        problems.add(file + " " + line + " " + reason);
      }

      @Override
      public void damagedFile(Path file, long lines, String reason) {
        problems.add(file + " " + reason);
      }

      @Override
      public void unreadableFile(Path file, IOException cause) {
        problems.add(file + " " + cause);
      }
    };
  }
}
