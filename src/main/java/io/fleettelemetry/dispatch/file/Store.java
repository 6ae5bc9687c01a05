package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.config.Problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The whole store of one server: its lock, the file that is written to, and the files before. */
final class Store {

  private final Path directory;
  private final Journal journal;
  private final Archiver archiver;
  private StoreLock lock;

  Store(FileSettings settings, RecordFile.Opener opener, Clock clock) {
    directory = settings.directory();
    journal = new Journal(opener, settings, clock);
    archiver = new Archiver(settings, journal::isCurrent, clock);
    journal.onClosed(archiver::sweep);
  }

  /**
   * Makes the directory where it is missing, takes its lock, and has what an earlier process left
   * put in order, in the background.
   *
   * @throws IOException with a message that names the directory and the rule
   */
  void open() throws IOException {
    try {
      Files.createDirectories(directory);
      lock = StoreLock.take(directory).orElse(null);
      if (lock == null) {
        throw refused("another server writes to it; each one needs a directory of its own");
      }
      List<StoredFile> files = StoreLayout.files(directory);
      if (!files.isEmpty()) {
        journal.continueAfter(files.get(files.size() - 1).name());
      }
    } catch (IOException e) {
      throw e instanceof RefusedException
          ? e
          : refused("must be a directory that can be written to: " + StoreHealth.reason(e));
    }
    archiver.sweep();
  }

  private IOException refused(String rule) {
    return new RefusedException(
        new Problem("file.directory", '"' + directory.toString() + '"', rule).toString());
  }

  /** Writes lines and comes back when the disk has them. */
  void write(List<Line> lines) throws IOException {
    journal.store(lines);
  }

  /** To be called now and then while there is nothing to write. */
  void idle() {
    journal.rotateWhenDue();
  }

  /** Must follow a write that failed: the next one goes to a new file. */
  void abandon(Throwable cause) {
    journal.abandon(cause);
  }

  /** Closes everything; the file that was written to stays as it is until the next start. */
  void close() {
    journal.close();
    archiver.close();
    Optional.ofNullable(lock).ifPresent(StoreLock::close);
  }

  /** The directory is not one that we can have. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
