package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Sees to it that one server at a time writes to a store. */
final class StoreLock implements AutoCloseable {

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a store, which ends with the process at the latest.
   *
   * @return empty when another server, or another dispatcher of this one, has it
   * @throws IOException when the directory cannot be written to
   */
  static Optional<StoreLock> take(Path store) throws IOException {
    FileChannel channel =
        FileChannel.open(
            store.resolve(StoreLayout.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return Optional.ofNullable(lock).map(held -> new StoreLock(channel));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }
}
