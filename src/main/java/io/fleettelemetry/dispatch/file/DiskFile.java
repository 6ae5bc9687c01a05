package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file of records on the local disk. */
final class DiskFile implements RecordFile {

  private static final int BUFFER_BYTES = 256 << 10;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer;

  private DiskFile(Path path, ByteBuffer buffer) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.buffer = buffer;
  }

  /** Opens files of a store whose directory is there. Its files share a buffer: one at a time. */
  static RecordFile.Opener in(Path store) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    return name -> {
      makeDay(name.day(store));
      return create(store, name, buffer);
    };
  }

  private static DiskFile create(Path store, FileName name, ByteBuffer buffer) throws IOException {
    Path path = name.plain(store);
    DiskFile file = new DiskFile(path, buffer);
    try {
      if (Files.exists(name.compressed(store))) {
        // The plain form beside it would be taken for what a compression has left.
        throw new FileAlreadyExistsException(path.toString());
      }
      syncDirectory(name.day(store));
      // Each time: whoever made the day may not have come so far.
      syncDirectory(store);
      return file;
    } catch (IOException e) {
      file.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Never makes the store's directory: it may be a disk that is not mounted at the moment. */
  private static void makeDay(Path day) throws IOException {
    try {
      Files.createDirectory(day);
    } catch (FileAlreadyExistsException e) {
      // As it mostly is.
    }
  }

  /** Comes back when a crash can lose none of the names in a directory. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void append(List<Line> lines) throws IOException {
    buffer.clear();
    for (Line line : lines) {
      byte[] bytes = line.bytes();
      int copied = 0;
      while (copied < bytes.length) {
        int part = Math.min(buffer.remaining(), bytes.length - copied);
        buffer.put(bytes, copied, part);
        copied += part;
        if (!buffer.hasRemaining()) {
          flush();
        }
      }
    }
    flush();
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Fails also when the file has been deleted: what is written to such a one is lost. */
  @Override
  public void sync() throws IOException {
    channel.force(false);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "has been deleted");
    }
  }

  @Override
  public void cutBack(long size) throws IOException {
    if (size == 0) {
      Files.deleteIfExists(path);
    } else {
      channel.truncate(size);
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
