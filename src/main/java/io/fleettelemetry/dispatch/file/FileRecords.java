package io.fleettelemetry.dispatch.file;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.fleettelemetry.dispatch.file.LineReading.Damaged;
import io.fleettelemetry.dispatch.file.LineReading.Wanted;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The wanted records of one file of a store. Once open it can be read to its end, whether it is
 * compressed or deleted meanwhile. Not thread-safe.
 */
final class FileRecords implements Closeable {

  private final Path path;
  private final RecordFilter filter;
  private final ReadingProblems problems;
  private final SeekableByteChannel channel;
  private final boolean growing;
  private final LineReader lines;
  private boolean broken;

  private FileRecords(Path path, boolean compressed, RecordFilter filter, ReadingProblems problems)
      throws IOException {
    this.path = path;
    this.filter = filter;
    this.problems = problems;
    this.growing = !compressed;
    this.channel = Files.newByteChannel(path);
    InputStream in = Channels.newInputStream(channel);
    this.lines = new LineReader(compressed ? decompressed(in) : in);
  }

  /**
   * Opens a file, in the form that it has by now.
   *
   * @throws NoSuchFileException when it has been deleted
   */
  static FileRecords open(
      Path store, StoredFile file, RecordFilter filter, ReadingProblems problems)
      throws IOException {
    try {
      return new FileRecords(file.path(), file.compressed(), filter, problems);
    } catch (NoSuchFileException e) {
      return new FileRecords(file.name().compressed(store), true, filter, problems);
    }
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    try {
      return new ZstdInputStreamNoFinalizer(in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The next record that is wanted.
   *
   * @param cancelled asked at each line
   * @return empty when the file has none at present, or cannot be read further, or when cancelled
   */
  Optional<StoredRecord> next(BooleanSupplier cancelled) {
    while (!cancelled.getAsBoolean() && nextLine()) {
      if (lines.tooLong()) {
        damaged(lines.number(), "is longer than %d bytes".formatted(LineReader.MAX_LINE));
        continue;
      }
      LineReading line = LineParser.read(lines.buffer(), lines.from(), lines.to(), filter);
      if (line instanceof Wanted wanted && filter.content().test(wanted.record())) {
        return Optional.of(wanted.record());
      }
      if (line instanceof Damaged damaged) {
        damaged(lines.number(), damaged.reason());
      }
    }
    return Optional.empty();
  }

  /**
   * Lets the unfinished line be read again from its start: by then it may be finished, or cut off
   * by a server that started after a crash.
   */
  void rewind() {
    if (!growing || broken) {
      return;
    }
    try {
      channel.position(channel.position() - lines.unfinished());
      lines.forgetUnfinished();
    } catch (IOException e) {
      unreadable(e);
    }
  }

  /** Tells of a line that will never be finished. */
  void reportUnfinished() {
    if (!broken && lines.unfinished() > 0) {
      damaged(lines.number() + 1, "has no end");
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private boolean nextLine() {
    if (broken) {
      return false;
    }
    try {
      return lines.next();
    } catch (ZstdIOException e) {
      broken = true;
      problems.damagedFile(path, lines.number(), e.getMessage());
    } catch (IOException e) {
      unreadable(e);
    }
    return false;
  }

  private void unreadable(IOException e) {
    broken = true;
    problems.unreadableFile(path, e);
  }

  private void damaged(long line, String reason) {
    problems.damagedLine(path, line, reason);
  }
}
