package io.fleettelemetry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was in some files, to be compared: files that are renamed over, written in place, or reached
 * by a link that leads elsewhere now all differ when their content does, and only then.
 *
 * @param contents the digest of each file; empty for one that could not be read
 */
record Fingerprint(Map<Path, String> contents) {

  private static final String UNREADABLE = "";

  /** As the files are now. Blocks. */
  static Fingerprint of(Collection<Path> files) {
    Map<Path, String> contents = new TreeMap<>();
    files.forEach(file -> contents.put(file, digest(file)));
    return new Fingerprint(contents);
  }

  private static String digest(Path file) {
    // A pipe would be waited for.
    if (!Files.isRegularFile(file)) {
      return UNREADABLE;
    }
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
