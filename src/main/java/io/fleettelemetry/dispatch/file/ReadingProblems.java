package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.file.Path;

/** Is told what of a store cannot be read, on the reader's thread. Reading goes on after it. */
public interface ReadingProblems {

  /** Passes over what cannot be read. */
  ReadingProblems IGNORED =
      new ReadingProblems() {
        @Override
        public void damagedLine(Path file, long line, String reason) {}

        @Override
        public void damagedFile(Path file, long lines, String reason) {}

        @Override
        public void unreadableFile(Path file, IOException cause) {}
      };

  /**
   * A line that is no record is left out.
   *
   * @param file the one it is in
   * @param line counted from 1
   * @param reason what is wrong with it
   */
  void damagedLine(Path file, long line, String reason);

  /**
   * A file ends before its time: it is no whole Zstandard stream, as after a crash of the machine.
   * What is before that was read.
   *
   * @param lines that were read of it
   */
  void damagedFile(Path file, long lines, String reason);

  /**
   * A file, or the rest of it, is not read because the system refuses it.
   *
   * @param cause the system's
   */
  void unreadableFile(Path file, IOException cause);
}
