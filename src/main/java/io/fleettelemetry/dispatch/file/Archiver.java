package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.dispatch.file.FileSettings.Compression;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the files that are closed, on a thread of its own: mends what a crash has torn,
 * compresses, deletes the oldest. It goes by what is on disk alone, so that it does not matter
 * where an earlier process was stopped.
 */
final class Archiver {

  private static final Logger LOG = LoggerFactory.getLogger(FileDispatcher.class);
  private static final long STOP_SECONDS = 5;

  private final Path store;
  private final FileSettings settings;
  private final Predicate<FileName> isCurrent;
  private final Compressor compressor;
  private final Retention retention;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread worker = new Thread(task, "file-archiver");
            worker.setDaemon(true);
            return worker;
          });
  private final AtomicBoolean requested = new AtomicBoolean();
  private volatile boolean stopping;
  private boolean newestChecked;
  private String problem = "";
  private Throwable failure;

  /**
   * An archiver that has not begun.
   *
   * @param isCurrent tells the file that still gets records
   */
  Archiver(FileSettings settings, Predicate<FileName> isCurrent, Clock clock) {
    this.store = settings.directory();
    this.settings = settings;
    this.isCurrent = isCurrent;
    this.compressor = new Compressor(store, () -> stopping);
    this.retention = new Retention(store, settings.keepBytes(), isCurrent, clock);
  }

  /** Looks over the whole store, soon. Any thread. */
  void sweep() {
    if (!stopping && requested.compareAndSet(false, true)) {
      thread.execute(this::run);
    }
  }

  /** Ends; comes back when nothing is under way any more. */
  void close() {
    stopping = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.atWarn().addKeyValue("directory", store.toString()).log("file_archiver_busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    requested.set(false);
    failure = null;
    attempt(this::removeUnfinished);
    attempt(this::tendAll);
    attempt(retention::apply);
    report();
  }

  private void tendAll() throws IOException {
    List<StoredFile> plain = closedPlainFiles();
    for (int i = 0; i < plain.size() && !stopping; i++) {
      FileName name = plain.get(i).name();
      boolean newest = i == plain.size() - 1;
      attempt(() -> tend(name, newest));
    }
    newestChecked = true;
  }

  private interface Step {
    void run() throws IOException;
  }

  /** What fails must not keep the rest from being done, least of all the making of room. */
  private void attempt(Step step) {
    try {
      step.run();
    } catch (Throwable e) {
      // Errors too, such as a compressor that cannot be loaded.
      failure = failure == null ? e : failure;
    }
  }

  /** A full disk fails each sweep: told once, until one succeeds. */
  private void report() {
    String reason = failure == null ? "" : StoreHealth.reason(failure);
    if (failure != null && !reason.equals(problem)) {
      LOG.atError()
          .addKeyValue("directory", store.toString())
          .addKeyValue("error", reason)
          .log("file_archive_err");
    }
    problem = reason;
  }

  private void removeUnfinished() throws IOException {
    for (Path path : StoreLayout.unfinished(store)) {
      Files.deleteIfExists(path);
    }
  }

  private List<StoredFile> closedPlainFiles() throws IOException {
    List<StoredFile> plain = new ArrayList<>(StoreLayout.all(store));
    plain.removeIf(file -> file.compressed() || isCurrent.test(file.name()));
    plain.sort(Comparator.comparing(StoredFile::name));
    return plain;
  }

  private void tend(FileName name, boolean newest) throws IOException {
    Path path = name.plain(store);
    boolean compressing = settings.compression() == Compression.ZSTD;
    if (Files.exists(name.compressed(store))) {
      // The compressed one has its name only when it is complete.
      Files.deleteIfExists(path);
      return;
    }
    if (compressing || (newest && !newestChecked)) {
      mend(path);
    }
    if (Files.size(path) == 0) {
      Files.delete(path);
      removeIfEmpty(name.day(store));
    } else if (compressing) {
      compressor.compress(name);
    }
  }

  private void mend(Path path) throws IOException {
    LineScan.Result found = LineScan.repair(path);
    if (found.cutBytes() > 0) {
      LOG.atWarn()
          .addKeyValue("file", path.toString())
          .addKeyValue("bytes", found.cutBytes())
          .log("file_torn_end_cut");
    }
    if (found.damagedLines() > 0) {
      LOG.atError()
          .addKeyValue("file", path.toString())
          .addKeyValue("lines", found.damagedLines())
          .log("file_damaged");
    }
  }

  /** Removes the directory of a day when its last file is gone. */
  static void removeIfEmpty(Path day) throws IOException {
    try {
      Files.delete(day);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // It has others, as it mostly has, or is gone.
    }
  }
}
