package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The file that records are written to now, and when it is another's turn: when it has its size or
 * its age, at a new day (UTC), and after any error, since of a file whose sync has failed nobody
 * knows what it holds. A file is begun with its first record. For one thread, but for {@link
 * #isCurrent}.
 */
final class Journal {

  private final RecordFile.Opener opener;
  private final Clock clock;
  private final long rotateBytes;
  private final Duration rotateAfter;
  private Runnable onClosed = () -> {};
  private volatile FileName current;
  private FileName last;
  private RecordFile file;
  private long confirmedBytes;
  private Instant begunAt = Instant.EPOCH;

  /** A journal without a file. */
  Journal(RecordFile.Opener opener, FileSettings settings, Clock clock) {
    this.opener = opener;
    this.clock = clock;
    this.rotateBytes = settings.rotateBytes();
    this.rotateAfter = settings.rotateAfter();
  }

  /** Sets what is called each time that a file has got its last record. */
  void onClosed(Runnable listener) {
    onClosed = listener;
  }

  /** Tells of the newest file that was there before; new ones sort after it. */
  void continueAfter(FileName newest) {
    last = newest;
  }

  /** Whether this file may still get records. Any thread. */
  boolean isCurrent(FileName name) {
    return name.equals(current);
  }

  /**
   * Writes lines and comes back when the disk has them.
   *
   * @throws IOException when none of them is stored; {@link #abandon} must follow
   */
  void store(List<Line> lines) throws IOException {
    rotateWhenDue();
    if (file == null) {
      begin();
    }
    file.append(lines);
    file.sync();
    confirmedBytes += lines.stream().mapToLong(line -> line.bytes().length).sum();
    if (confirmedBytes >= rotateBytes) {
      end();
    }
  }

  private void begin() throws IOException {
    // Known before it is there: nobody must take it for one that is complete.
    begunAt = clock.instant();
    confirmedBytes = 0;
    last = FileName.next(last, begunAt);
    while (file == null) {
      current = last;
      try {
        file = opener.create(last);
      } catch (FileAlreadyExistsException e) {
        // Begun before the clock was set back.
        last = last.successor();
      }
    }
  }

  /** Closes the file when its time has come; to be called now and then when nothing is stored. */
  void rotateWhenDue() {
    if (file == null) {
      return;
    }
    Instant now = clock.instant();
    boolean old = Duration.between(begunAt, now).abs().compareTo(rotateAfter) >= 0;
    if (old || FileName.next(last, now).isOfLaterDay(last)) {
      end();
    }
  }

  /** Gives the file up, cut back to what was stored; what was not goes to another file. */
  void abandon(Throwable cause) {
    if (file != null) {
      try {
        file.cutBack(confirmedBytes);
      } catch (IOException e) {
        // What is left beyond is found and cut before the file is compressed.
        cause.addSuppressed(e);
      }
    }
    end();
  }

  /** Closes the file if there is one. */
  void close() {
    end();
  }

  private void end() {
    boolean isOpen = file != null;
    if (isOpen) {
      try {
        file.close();
      } catch (IOException e) {
        // The disk has all that counts.
      }
    }
    file = null;
    current = null;
    if (isOpen) {
      onClosed.run();
    }
  }
}
