package io.fleettelemetry.server.tls;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.pki.Pem;
import io.fleettelemetry.pki.PemException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A PEM file that a key of the configuration names. What is wrong with it is reported under that
 * key. The empty path stands for a key that is missing: that has been reported.
 *
 * @param key the configuration's, for example {@code tls.server_cert}
 */
record PemFile(String key, Path path, Problems problems) {

  private static final Path MISSING = Path.of("");

  /** The certificates in the file's order; none when there was a problem. Blocks the thread. */
  List<X509Certificate> certificates() {
    if (path.equals(MISSING)) {
      return List.of();
    }
    try {
      return Pem.certificates(path);
    } catch (PemException e) {
      problem(e.rule());
      return List.of();
    }
  }

  /** The revocation lists in the file's order; none when there was a problem. Blocks the thread. */
  List<X509CRL> revocationLists() {
    try {
      return Pem.revocationLists(path);
    } catch (PemException e) {
      problem(e.rule());
      return List.of();
    }
  }

  /**
   * The first private key; empty when there was a problem. Blocks the thread.
   *
   * @param publicKey its certificate's, when that could be read
   */
  Optional<PrivateKey> privateKey(Optional<PublicKey> publicKey) {
    if (path.equals(MISSING)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pem.privateKey(path, publicKey));
    } catch (PemException e) {
      problem(e.rule());
      return Optional.empty();
    }
  }

  /** Reports what this file causes; the server can start with it. */
  void warning(String rule) {
    problems.warning(key, path.toString(), rule);
  }

  /** Reports what is wrong with this file. */
  void problem(String rule) {
    problems.error(key, path.toString(), rule);
  }
}
