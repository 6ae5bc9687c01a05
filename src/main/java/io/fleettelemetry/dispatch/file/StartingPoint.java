package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Where reading starts.
 *
 * @param files to read, the oldest first; the newest of the store is among them
 * @param skip how many wanted records of the first file to pass over
 */
record StartingPoint(List<StoredFile> files, int skip) {

  /** At the oldest record. */
  static StartingPoint oldest(Path store, RecordFilter filter) throws IOException {
    return new StartingPoint(FilesInTime.list(store, filter), 0);
  }

  /**
   * At the oldest of the last wanted records. Counts them file by file, from the newest back, so
   * that it takes no memory; files without any are not read again.
   *
   * @param count how many, at least 1
   */
  static StartingPoint last(int count, Path store, RecordFilter filter, BooleanSupplier cancelled)
      throws IOException {
    List<StoredFile> all = FilesInTime.list(store, filter);
    Deque<StoredFile> files = new ArrayDeque<>();
    int found = 0;
    for (int i = all.size() - 1; i >= 0 && found < count; i--) {
      int here = count(store, all.get(i), filter, cancelled);
      if (here > 0 || files.isEmpty()) {
        files.addFirst(all.get(i));
      }
      found += here;
    }
    return new StartingPoint(List.copyOf(files), Math.max(0, found - count));
  }

  private static int count(
      Path store, StoredFile file, RecordFilter filter, BooleanSupplier cancelled)
      throws IOException {
    int count = 0;
    try (FileRecords records = FileRecords.open(store, file, filter, ReadingProblems.IGNORED)) {
      while (records.next(cancelled).isPresent()) {
        count++;
      }
    } catch (NoSuchFileException e) {
      return 0; // Deleted meanwhile, to make room.
    }
    return count;
  }
}
