package io.fleettelemetry.dispatch.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads the records of a store, the oldest file first and each file from its start, while a server
 * may write to it: at the end of what is there, asking again gives what has come since. Holds one
 * line at a time, however large the store is. For one thread, which it blocks while it reads.
 */
public final class RecordReader implements Closeable {

  private final Path store;
  private final RecordFilter filter;
  private final ReadingProblems problems;
  private final BooleanSupplier cancelled;
  private final Deque<StoredFile> ahead;
  private int skip;
  private FileName newest;
  private FileRecords current;
  private boolean nothingComes;

  private RecordReader(
      Path store,
      RecordFilter filter,
      ReadingProblems problems,
      BooleanSupplier cancelled,
      StartingPoint start) {
    this.store = store;
    this.filter = filter;
    this.problems = problems;
    this.cancelled = cancelled;
    this.ahead = new ArrayDeque<>(start.files());
    this.skip = start.skip();
    this.newest = ahead.isEmpty() ? null : ahead.getLast().name();
  }

  /**
   * Reads all that is wanted.
   *
   * @param store the store's directory
   * @param problems is told what cannot be read
   * @param cancelled asked at each line: true ends {@link #next} without a record
   * @throws NoSuchFileException when there is no such directory
   * @throws IOException when it cannot be listed
   */
  public static RecordReader all(
      Path store, RecordFilter filter, ReadingProblems problems, BooleanSupplier cancelled)
      throws IOException {
    StartingPoint start = StartingPoint.oldest(store, filter);
    return new RecordReader(store, filter, problems, cancelled, start);
  }

  /**
   * Reads, of what is wanted, the newest records that are there now, and what comes after them. To
   * find where those start it first reads files from the newest back, which takes no memory.
   *
   * @param count how many of the records that are there now, at least 1
   * @throws NoSuchFileException when there is no such directory
   * @throws IOException when it cannot be listed
   */
  public static RecordReader last(
      int count,
      Path store,
      RecordFilter filter,
      ReadingProblems problems,
      BooleanSupplier cancelled)
      throws IOException {
    StartingPoint start = StartingPoint.last(count, store, filter, cancelled);
    return new RecordReader(store, filter, problems, cancelled, start);
  }

  /**
   * The next record that is wanted.
   *
   * @return empty when there is none at present, or when it was cancelled
   * @throws IOException when the directory cannot be listed any more
   */
  public Optional<StoredRecord> next() throws IOException {
    while (!cancelled.getAsBoolean() && (current != null || openNext())) {
      Optional<StoredRecord> record = current.next(cancelled);
      if (record.isPresent() && skip == 0) {
        return record;
      }
      if (record.isPresent()) {
        skip--;
      } else if (!goOn()) {
        break;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  private boolean openNext() throws IOException {
    while (hasNewer()) {
      StoredFile file = ahead.remove();
      try {
        current = FileRecords.open(store, file, filter, problems);
        nothingComes = false;
        return true;
      } catch (NoSuchFileException e) {
        skip = 0; // Deleted meanwhile, to make room.
      } catch (IOException e) {
        skip = 0;
        problems.unreadableFile(file.path(), e);
      }
    }
    return false;
  }

  /** Whether there are files after the current one. */
  private boolean hasNewer() throws IOException {
    if (ahead.isEmpty()) {
      for (StoredFile file : FilesInTime.list(store, filter)) {
        if (newest == null || file.name().compareTo(newest) > 0) {
          ahead.add(file);
          newest = file.name();
        }
      }
    }
    return !ahead.isEmpty();
  }

  /**
   * At the end of what the current file has: reads it once more when it is known that nothing is
   * added to it, because there is a newer one, and then leaves it.
   *
   * @return whether there is more to read
   */
  private boolean goOn() throws IOException {
    if (!nothingComes) {
      nothingComes = hasNewer();
      current.rewind();
      return nothingComes;
    }
    current.reportUnfinished();
    skip = 0;
    close();
    return true;
  }
}
