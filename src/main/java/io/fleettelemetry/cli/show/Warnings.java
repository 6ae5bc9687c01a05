package io.fleettelemetry.cli.show;

import io.fleettelemetry.dispatch.file.ReadingProblems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Tells on standard error what of a store could not be read. Not thread-safe. */
final class Warnings implements ReadingProblems {

  private final PrintWriter err;
  private long damagedLines;
  private boolean incomplete;

  Warnings(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void damagedLine(Path file, long line, String reason) {
    damagedLines++;
    if (damagedLines == 1) {
      warn(file, "line %d %s; it is left out".formatted(line, reason));
    }
  }

  @Override
  public void damagedFile(Path file, long lines, String reason) {
    warn(file, "is damaged or cut short after line %d (%s)".formatted(lines, reason));
  }

  @Override
  public void unreadableFile(Path file, IOException cause) {
    incomplete = true;
    warn(file, "cannot be read: " + reason(cause));
  }

  /** A directory is not read because the system refuses it. */
  void unreadableDirectory(Path store, IOException cause) {
    boolean named = cause instanceof FileSystemException e && e.getFile() != null;
    unreadableFile(named ? Path.of(((FileSystemException) cause).getFile()) : store, cause);
  }

  /** Tells how many lines were left out, if the first was not the only one. */
  void finish() {
    if (damagedLines > 1) {
      err.println("fleet-telemetry: %d damaged lines in all are left out".formatted(damagedLines));
    }
  }

  /** Whether the system refused to read something that is there. */
  boolean incomplete() {
    return incomplete;
  }

  private void warn(Path file, String rule) {
    err.println("fleet-telemetry: %s — %s".formatted(file, rule));
  }

  /** Java's text of it is often just the file's name. */
  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    String kind = cause.getClass().getSimpleName().replace("Exception", "");
    String message = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return message == null ? kind : message;
  }
}
