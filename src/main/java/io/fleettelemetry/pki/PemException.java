package io.fleettelemetry.pki;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that cannot be used or written. The message names the file and the rule, and nothing of a
 * key.
 */
public final class PemException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String rule;

  /**
   * @param rule what the file must be, or why it cannot be read
   */
  public PemException(Path file, String rule) {
    super(file + " — " + rule);
    this.rule = rule;
  }

  static PemException notRead(Path file, IOException cause) {
    return new PemException(file, "cannot be read: " + reason(cause));
  }

  static PemException notWritten(Path file, IOException cause) {
    return new PemException(file, "cannot be written: " + reason(cause));
  }

  /** Why a file could not be read or written, in words that need not name it. */
  public static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "there is something else in its place";
    }
    String message =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  /** The rule alone, for a message that names the file itself. */
  public String rule() {
    return rule;
  }
}
