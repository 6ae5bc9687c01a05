package io.fleettelemetry.pki;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A file that is written beside its final place and then put there as a whole, so that nobody meets
 * a part of it. Left where it is, it is deleted when closed.
 */
final class NewFile implements Closeable {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final Path written;

  private NewFile(Path file, Path written) {
    this.file = file;
    this.written = written;
  }

  /** Writes a file with the permissions that the system gives to new files. */
  static NewFile open(Path file, String text) throws PemException {
    return write(file, text);
  }

  /** Writes a file that its owner alone may read, from the start; where the system knows owners. */
  static NewFile openSecret(Path file, String text) throws PemException {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? write(file, text, PosixFilePermissions.asFileAttribute(OWNER))
        : write(file, text);
  }

  private static NewFile write(Path file, String text, FileAttribute<?>... attributes)
      throws PemException {
    Path beside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createFile(beside, attributes);
      Files.writeString(beside, text, StandardCharsets.US_ASCII);
      return new NewFile(file, beside);
    } catch (IOException e) {
      delete(beside);
      throw PemException.notWritten(file, e);
    }
  }

  /** Puts it where it belongs, in place of what was there. */
  void replace() throws PemException {
    try {
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw PemException.notWritten(file, e);
    }
  }

  @Override
  public void close() {
    delete(written);
  }

  private static void delete(Path written) {
    try {
      Files.deleteIfExists(written);
    } catch (IOException e) {
      // What matters is in its place or was reported; this is a hidden file more.
    }
  }
}
