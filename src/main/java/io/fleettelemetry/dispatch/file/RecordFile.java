package io.fleettelemetry.dispatch.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A file that lines are appended to. For one thread. */
interface RecordFile extends Closeable {

  /** Opens files. */
  interface Opener {

    /**
     * Makes a new empty file, and the directory that it is in where that is missing. When this
     * returns a crash loses neither of the two names.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is such a file, in either form
     */
    RecordFile create(FileName name) throws IOException;
  }

  /** Appends lines; when this fails any part of them may have been written. */
  void append(List<Line> lines) throws IOException;

  /** Comes back when the disk has all that was appended. */
  void sync() throws IOException;

  /**
   * Removes what was appended beyond a size; the file too when nothing is left, since one without a
   * record says nothing.
   */
  void cutBack(long size) throws IOException;
}
