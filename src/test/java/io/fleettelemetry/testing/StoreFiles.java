package io.fleettelemetry.testing;

import com.github.luben.zstd.Zstd;
import io.fleettelemetry.dispatch.file.RecordLine;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The files of a record store, written by hand. Files are named as {@code 2025-11-24/160000-000}.
 */
public final class StoreFiles {

  private final Path store;

  /** The store in this directory, which may be empty. */
  public StoreFiles(Path store) {
    this.store = store;
  }

  /** Appends records to a file that is not compressed. */
  public StoreFiles records(String file, TelemetryRecord... records) {
    for (TelemetryRecord record : records) {
      bytes(file, RecordLine.of(record));
    }
    return this;
  }

  /** Appends records of one vehicle that are told apart by their numbers, from one to another. */
  public StoreFiles numbered(String file, int from, int to) {
    for (int number = from; number <= to; number++) {
      records(file, RecordBuilder.numbered(RecordBuilder.VIN, number).build());
    }
    return this;
  }

  /** Appends a text as it is. */
  public StoreFiles text(String file, String text) {
    return bytes(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the compressed form of a file and deletes the other one, as the server does. */
  public StoreFiles compress(String file) {
    try {
      Path temporary =
          Files.write(path(file, ".tmp"), Zstd.compress(Files.readAllBytes(plain(file))));
      Files.move(temporary, compressed(file));
      Files.delete(plain(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts a file to some of its bytes. */
  public static void cut(Path file, long size) {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file that is not compressed. */
  public void delete(String file) {
    try {
      Files.delete(plain(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a file is that is not compressed. */
  public Path plain(String file) {
    return path(file, ".jsonl");
  }

  /** Where a compressed file is. */
  public Path compressed(String file) {
    return path(file, ".jsonl.zst");
  }

  private Path path(String file, String ending) {
    return store.resolve(file + ending);
  }

  private StoreFiles bytes(String file, byte[] bytes) {
    try {
      Files.createDirectories(plain(file).getParent());
      Files.write(plain(file), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
