package io.fleettelemetry.server.tls;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.pki.KeyPairs;
import io.fleettelemetry.pki.KeyStores;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;

/**
 * The server's certificate chain and its key. Engines take a key that does not belong to the
 * certificate and then fail every handshake, so the pair is checked here. Immutable.
 */
final class ServerKeyPair {

  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final KeyManagerFactory keyManagers;

  private ServerKeyPair(
      List<X509Certificate> chain, PrivateKey key, KeyManagerFactory keyManagers) {
    this.chain = List.copyOf(chain);
    this.key = key;
    this.keyManagers = keyManagers;
  }

  /**
   * Loads the key that belongs to a chain; empty when there was a problem, which is reported.
   * Blocks the thread.
   *
   * @param chain what {@code tls.server_cert} holds; empty when that is a problem already, and only
   *     the key is looked at
   */
  static Optional<ServerKeyPair> load(
      TlsConfig config, List<X509Certificate> chain, Problems problems) {
    PemFile keyFile = new PemFile("tls.server_key", config.serverKey(), problems);
    Optional<PublicKey> publicKey = chain.stream().findFirst().map(Certificate::getPublicKey);
    Optional<PrivateKey> key = keyFile.privateKey(publicKey);
    return publicKey.isPresent() && key.isPresent()
        ? pair(keyFile, key.get(), publicKey.get(), chain)
        : Optional.empty();
  }

  private static Optional<ServerKeyPair> pair(
      PemFile keyFile, PrivateKey key, PublicKey publicKey, List<X509Certificate> chain) {
    Optional<String> mismatch =
        KeyPairs.mismatch(key, publicKey, "the first certificate of tls.server_cert");
    if (mismatch.isPresent()) {
      keyFile.problem(mismatch.get());
      return Optional.empty();
    }
    try {
      return Optional.of(new ServerKeyPair(chain, key, KeyStores.keyManagers(key, chain)));
    } catch (GeneralSecurityException e) {
      keyFile.problem("cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The certificates that clients are sent, the server's own first; one or more. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** What hands the pair to an engine, the same instances each time. */
  KeyManagerFactory keyManagers() {
    return keyManagers;
  }

  /** Whether another one is the same to clients. */
  boolean isSameAs(ServerKeyPair other) {
    return chain.equals(other.chain) && key.equals(other.key);
  }
}
