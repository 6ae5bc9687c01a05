package io.fleettelemetry.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes the txids that were acked to a file, one a line. Event loops only add to a buffer; what
 * they added is written by whoever calls {@link #flush}. Thread-safe.
 */
final class AckedLog implements AutoCloseable {

  /** A disk that is slower than this for long fails the log. */
  static final int MAX_BUFFER_BYTES = 32 * 1024 * 1024;

  private final Path path;
  private final OutputStream file;
  private final Object lock = new Object();
  private ByteArrayOutputStream added = new ByteArrayOutputStream();
  private ByteArrayOutputStream written = new ByteArrayOutputStream();
  private String problem;

  private AckedLog(Path path, OutputStream file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens the file in place of one that is there. Blocks the thread.
   *
   * @throws IOException with a message for the operator
   */
  static AckedLog open(Path path) throws IOException {
    try {
      return new AckedLog(path, Files.newOutputStream(path));
    } catch (NoSuchFileException e) {
      throw new IOException(path + " — cannot be written: there is no such directory", e);
    } catch (AccessDeniedException e) {
      throw new IOException(path + " — cannot be written: permission denied", e);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new IOException(path + " — cannot be written: " + reason, e);
    }
  }

  /** Never blocks. */
  void add(byte[] txid) {
    synchronized (lock) {
      if (problem == null && added.size() + txid.length < MAX_BUFFER_BYTES) {
        added.write(txid, 0, txid.length);
        added.write('\n');
      } else {
        fail("cannot be written as fast as acks come");
      }
    }
  }

  /** Writes what was added. For one thread at a time; blocks it. */
  void flush() {
    synchronized (lock) {
      ByteArrayOutputStream full = added;
      added = written;
      written = full;
    }
    try {
      written.writeTo(file);
    } catch (IOException e) {
      fail(e.getMessage());
    }
    written.reset();
  }

  /** Writes the rest and closes the file. Blocks the thread. */
  @Override
  public void close() {
    flush();
    try {
      file.close();
    } catch (IOException e) {
      fail(e.getMessage());
    }
  }

  /** Why the file does not hold every txid; empty when it does. */
  Optional<String> problem() {
    synchronized (lock) {
      return Optional.ofNullable(problem);
    }
  }

  private void fail(String reason) {
    synchronized (lock) {
      if (problem == null) {
        problem = path + " " + reason;
      }
    }
  }
}
