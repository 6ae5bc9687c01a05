package io.fleettelemetry.server.tls;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.pki.Pem;
import io.fleettelemetry.pki.PemException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A PEM file that a key of the configuration names. What is wrong with it is reported under that
 * key.
 *
 * @param key the configuration's, for example {@code tls.server_cert}
 */
record PemFile(String key, Path path, Problems problems) {

  /** The certificates in the file's order; none when there was a problem. Blocks the thread. */
  List<X509Certificate> certificates() {
    try {
      return Pem.certificates(path);
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
    try {
      return Optional.of(Pem.privateKey(path, publicKey));
    } catch (PemException e) {
      problem(e.rule());
      return Optional.empty();
    }
  }

  /** Reports what is wrong with this file. */
  void problem(String rule) {
    problems.error(key, path.toString(), rule);
  }
}
