package io.fleettelemetry.dispatch.file;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of records in a store: {@code YYYY-MM-DD/HHMMSS-NNN}, when the file was begun.
 * Names sort in time, as text too. Immutable.
 *
 * @param begun UTC, whole seconds
 * @param number 0 to 999, which tells files of one second apart
 */
public record FileName(LocalDateTime begun, int number) implements Comparable<FileName> {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter BEGUN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd/HHmmss", Locale.ROOT);
  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d/\\d{6})-(\\d{3})\\.jsonl(\\.zst)?");
  private static final Comparator<FileName> IN_TIME =
      Comparator.comparing(FileName::begun).thenComparing(FileName::number);
  private static final int LAST_NUMBER = 999;

  /** A clock that is set back by up to this much does not change the order of files. */
  private static final long CLOCK_STEP_HOURS = 1;

  /**
   * The name for a file that is begun now.
   *
   * @param last the newest file's name, null when there is none; the new name sorts after it,
   *     unless that one lies further in the future than a clock is ever set back
   */
  static FileName next(FileName last, Instant now) {
    LocalDateTime time =
        LocalDateTime.ofInstant(now, ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    boolean after =
        last == null
            || time.isAfter(last.begun)
            || time.plusHours(CLOCK_STEP_HOURS).isBefore(last.begun);
    return after ? new FileName(time, 0) : last.successor();
  }

  /** Whether its day, in UTC, is after another's. */
  boolean isOfLaterDay(FileName other) {
    return begun.toLocalDate().isAfter(other.begun.toLocalDate());
  }

  /** The name right after this one. */
  FileName successor() {
    return number < LAST_NUMBER
        ? new FileName(begun, number + 1)
        : new FileName(begun.plusSeconds(1), 0);
  }

  /**
   * The name that a path below the store's directory stands for, whether compressed or not.
   *
   * @param path {@code YYYY-MM-DD/HHMMSS-NNN.jsonl} or the same with {@code .zst}
   * @return empty when it is no file of records
   */
  static Optional<FileName> parse(Path path) {
    Matcher parts = WRITTEN.matcher(path.toString().replace('\\', '/'));
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime begun = LocalDateTime.parse(parts.group(1), BEGUN);
      return Optional.of(new FileName(begun, Integer.parseInt(parts.group(2))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Where the records are, or were before they were compressed. */
  Path plain(Path store) {
    return store.resolve(this + ".jsonl");
  }

  /** Where the compressed records are. */
  Path compressed(Path store) {
    return store.resolve(this + ".jsonl.zst");
  }

  /** Where records are while they are being compressed; never read. */
  Path unfinished(Path store) {
    return store.resolve(this + ".jsonl.zst.tmp");
  }

  /** The directory that it is in, which has the name of its day. */
  Path day(Path store) {
    return store.resolve(DAY.format(begun));
  }

  @Override
  public int compareTo(FileName other) {
    return IN_TIME.compare(this, other);
  }

  /** As below the store's directory, without an ending. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-%03d", BEGUN.format(begun), number);
  }
}
