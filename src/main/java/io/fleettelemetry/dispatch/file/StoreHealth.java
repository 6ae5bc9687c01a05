package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.dispatch.DispatcherHealth;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether records reach the disk, and a line in the log each time that this changes: a full disk
 * fails thousands of records a second. Changed by one thread, read by any.
 */
final class StoreHealth {

  private static final Logger LOG = LoggerFactory.getLogger(FileDispatcher.class);

  /** A disk that takes longer is one that an operator should look at. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path directory;
  private volatile String problem;
  private volatile long busySinceNanos;
  private volatile boolean busy;
  private long downSinceNanos;
  private long failedRecords;

  StoreHealth(Path directory) {
    this.directory = directory;
  }

  /** The disk has been asked for something. */
  void asked() {
    busySinceNanos = System.nanoTime();
    busy = true;
  }

  /** The disk has what it was given. */
  void up() {
    busy = false;
    if (problem == null) {
      return;
    }
    problem = null;
    Duration down = Duration.ofNanos(System.nanoTime() - downSinceNanos);
    LOG.atInfo()
        .addKeyValue("directory", directory.toString())
        .addKeyValue("down_ms", down.toMillis())
        .addKeyValue("failed_records", failedRecords)
        .log("file_writable_again");
    failedRecords = 0;
  }

  /** The disk did not take what it was given. */
  void down(Throwable cause) {
    busy = false;
    String reason = reason(cause);
    if (problem == null) {
      downSinceNanos = System.nanoTime();
    }
    if (!reason.equals(problem)) {
      problem = reason;
      LOG.atError()
          .addKeyValue("directory", directory.toString())
          .addKeyValue("error", reason)
          .log("file_err");
    }
  }

  /** So many records were given up while the disk took nothing. */
  void failed(int records) {
    failedRecords += records;
  }

  /** The state for an operator. */
  DispatcherHealth state(IntSupplier waiting) {
    String why = problem;
    if (why != null) {
      return new DispatcherHealth(
          false, "%s: %s; %d records wait".formatted(directory, why, waiting.getAsInt()));
    }
    Duration since = Duration.ofNanos(System.nanoTime() - busySinceNanos);
    if (busy && since.compareTo(PATIENCE) > 0) {
      return new DispatcherHealth(
          false,
          "%s: the disk has not answered for %d s; %d records wait"
              .formatted(directory, since.toSeconds(), waiting.getAsInt()));
    }
    return new DispatcherHealth(true, "writes to " + directory);
  }

  /** What is wrong, without the name of the file, which is another at each attempt. */
  static String reason(Throwable cause) {
    String kind = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
    if (cause instanceof FileSystemException e) {
      boolean isPlain = e.getClass() == FileSystemException.class;
      return e.getReason() == null ? kind : isPlain ? e.getReason() : kind + ": " + e.getReason();
    }
    return cause.getMessage() == null ? kind : cause.getMessage();
  }
}
