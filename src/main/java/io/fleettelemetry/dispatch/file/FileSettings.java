package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.config.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The section {@code file}.
 *
 * @param directory of the store; made at start where it is not there
 * @param rotateBytes a file of this size is closed
 * @param rotateAfter a file of this age is closed
 * @param keepBytes the oldest files are deleted while all are larger than this; empty keeps all
 * @param compression what becomes of closed files
 * @param fsyncWait how long a record waits for others that are written and synced with it
 */
public record FileSettings(
    Path directory,
    long rotateBytes,
    Duration rotateAfter,
    OptionalLong keepBytes,
    Compression compression,
    Duration fsyncWait) {

  private static final long MEGABYTE = 1L << 20;
  private static final int LARGEST_FILE_MB = 10_240;
  private static final int MINUTES_A_DAY = 1440;
  private static final int LONGEST_WAIT_MS = 1000;

  /** How closed files are kept. */
  public enum Compression {
    /** Compressed by Zstandard. */
    ZSTD,
    /** As they were written. */
    NONE
  }

  /** Reads the section; all but the directory has a default. */
  public static FileSettings read(Section section) {
    int rotateMegabytes = section.integer("rotate_mb", 1, LARGEST_FILE_MB, 64);
    return new FileSettings(
        directory(section),
        rotateMegabytes * MEGABYTE,
        Duration.ofMinutes(section.integer("rotate_minutes", 1, MINUTES_A_DAY, 60)),
        keepBytes(section, rotateMegabytes),
        section.choice("compress", Compression.ZSTD),
        Duration.of(section.integer("fsync_ms", 0, LONGEST_WAIT_MS, 5), ChronoUnit.MILLIS));
  }

  private static Path directory(Section section) {
    try {
      return Path.of(section.requiredString("directory"));
    } catch (InvalidPathException e) {
      section.error("directory", "must be the path of a directory");
      return Path.of("");
    }
  }

  private static OptionalLong keepBytes(Section section, int rotateMegabytes) {
    OptionalInt megabytes = section.integer("keep_mb", 1, Integer.MAX_VALUE);
    if (megabytes.isPresent() && megabytes.getAsInt() < rotateMegabytes) {
      section.error("keep_mb", "must be at least rotate_mb (%d)".formatted(rotateMegabytes));
    }
    return megabytes.isPresent()
        ? OptionalLong.of(megabytes.getAsInt() * MEGABYTE)
        : OptionalLong.empty();
  }
}
