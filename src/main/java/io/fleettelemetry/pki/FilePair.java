package io.fleettelemetry.pki;

import java.nio.file.Path;

/** The two files of a credential. */
record FilePair(Path certificate, Path key) {

  /** {@code NAME.crt} and {@code NAME.key}. */
  static FilePair of(Path directory, String name) {
    return new FilePair(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
  }
}
