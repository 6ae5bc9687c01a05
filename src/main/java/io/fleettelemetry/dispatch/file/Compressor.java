package io.fleettelemetry.dispatch.file;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/** Compresses a closed file so that at any moment one form of it is complete. */
final class Compressor {

  private static final int BUFFER_BYTES = 256 << 10;
  private static final int LEVEL = 3;

  private final Path store;
  private final BooleanSupplier stopping;

  /**
   * @param stopping when true a compression is left off
   */
  Compressor(Path store, BooleanSupplier stopping) {
    this.store = store;
    this.stopping = stopping;
  }

  /**
   * Replaces a file by its compressed form.
   *
   * @throws IOException when that failed; the file is as it was
   */
  void compress(FileName name) throws IOException {
    Path unfinished = name.unfinished(store);
    boolean whole = false;
    try {
      whole = copy(name.plain(store), unfinished);
    } finally {
      if (!whole) {
        // A full disk needs the room.
        Files.deleteIfExists(unfinished);
      }
    }
    if (!whole) {
      return;
    }
    Files.move(unfinished, name.compressed(store), StandardCopyOption.ATOMIC_MOVE);
    DiskFile.syncDirectory(name.day(store));
    Files.delete(name.plain(store));
  }

  /** Whether it was copied whole. */
  private boolean copy(Path from, Path to) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(from);
        ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(syncedAtEnd(to), LEVEL)) {
      out.setChecksum(true);
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (stopping.getAsBoolean()) {
          return false;
        }
        out.write(buffer, 0, read);
      }
      return true;
    }
  }

  /** Closing comes back when the disk has it. */
  private static OutputStream syncedAtEnd(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        try (channel) {
          channel.force(true);
        }
      }
    };
  }
}
