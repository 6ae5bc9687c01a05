package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Deletes the oldest files while all are larger than they may be; never the one written to. */
final class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(FileDispatcher.class);

  /** A store that keeps less than this is hardly what an operator wants. */
  private static final Duration YOUNG = Duration.ofHours(1);

  private final Path store;
  private final OptionalLong keepBytes;
  private final Predicate<FileName> isCurrent;
  private final Clock clock;

  /**
   * @param keepBytes empty keeps all
   * @param isCurrent tells the file that still gets records
   */
  Retention(Path store, OptionalLong keepBytes, Predicate<FileName> isCurrent, Clock clock) {
    this.store = store;
    this.keepBytes = keepBytes;
    this.isCurrent = isCurrent;
    this.clock = clock;
  }

  /** Deletes what is too much now. */
  void apply() throws IOException {
    if (keepBytes.isEmpty()) {
      return;
    }
    List<StoredFile> files = StoreLayout.files(store);
    long total = 0;
    for (StoredFile file : files) {
      total += size(file);
    }
    for (StoredFile file : files) {
      if (total <= keepBytes.getAsLong()) {
        return;
      }
      if (!isCurrent.test(file.name())) {
        total -= delete(file);
      }
    }
  }

  private long delete(StoredFile file) throws IOException {
    long size = size(file);
    Files.deleteIfExists(file.path());
    Archiver.removeIfEmpty(file.name().day(store));
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    Duration age = Duration.between(file.name().begun(), now);
    LOG.atLevel(age.compareTo(YOUNG) < 0 ? Level.WARN : Level.INFO)
        .addKeyValue("file", file.path().toString())
        .addKeyValue("bytes", size)
        .addKeyValue("age_minutes", age.toMinutes())
        .log("file_deleted");
    return size;
  }

  private static long size(StoredFile file) throws IOException {
    try {
      return Files.size(file.path());
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
