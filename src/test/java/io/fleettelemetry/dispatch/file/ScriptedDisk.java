package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A disk that fails on order, and writes down what it is asked for. Thread-safe. */
final class ScriptedDisk implements RecordFile.Opener {

  /** What a disk can refuse. */
  enum Fault {
    NONE,
    CREATE,
    /** A part of the lines is written, then there is no room. */
    APPEND,
    SYNC,
    /** As with {@link #APPEND}, and what was written stays. */
    APPEND_AND_CUT
  }

  private final RecordFile.Opener real;
  private final List<String> calls = new ArrayList<>();
  private volatile Fault fault = Fault.NONE;
  private volatile CountDownLatch held = new CountDownLatch(0);

  ScriptedDisk(RecordFile.Opener real) {
    this.real = real;
  }

  void fail(Fault with) {
    fault = with;
  }

  void mend() {
    fault = Fault.NONE;
    held.countDown();
  }

  /** From now on no sync comes back until {@link #mend}. */
  void hold() {
    held = new CountDownLatch(1);
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  private synchronized void called(String what) {
    calls.add(what);
  }

  @Override
  public RecordFile create(FileName name) throws IOException {
    called("create");
    if (fault == Fault.CREATE) {
      throw new NoSuchFileException(name.toString());
    }
    return new ScriptedFile(real.create(name));
  }

  private final class ScriptedFile implements RecordFile {
    private final RecordFile file;

    ScriptedFile(RecordFile file) {
      this.file = file;
    }

    @Override
    public void append(List<Line> lines) throws IOException {
      called("append " + lines.size());
      if (fault == Fault.APPEND || fault == Fault.APPEND_AND_CUT) {
        Line first = lines.get(0);
        byte[] part = java.util.Arrays.copyOf(first.bytes(), first.bytes().length / 2);
        file.append(List.of(new Line(part, first.type(), 0, first.outcomes(), 0)));
        throw new FileSystemException("x", null, "No space left on device");
      }
      file.append(lines);
    }

    @Override
    public void sync() throws IOException {
      called("sync");
      try {
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (fault == Fault.SYNC) {
        throw new IOException("Input/output error");
      }
      file.sync();
      called("synced");
    }

    @Override
    public void cutBack(long size) throws IOException {
      called("cut");
      if (fault == Fault.APPEND_AND_CUT) {
        throw new IOException("Input/output error");
      }
      file.cutBack(size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
