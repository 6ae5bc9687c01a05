package io.fleettelemetry.server.tls;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.pki.KeyPairs;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;

/**
 * Loads the server's certificate chain and its key. Engines take a key that does not belong to the
 * certificate and then fail every handshake, so the pair is checked here.
 */
final class ServerKeyPair {

  private static final Duration SOON = Duration.ofDays(14);

  private static final char[] IN_MEMORY_PASSWORD = "in memory".toCharArray();

  private ServerKeyPair() {}

  /**
   * Loads the pair; empty when there was a problem, which is reported. Blocks the thread.
   *
   * @param clock by which the certificate's end is told to be near
   */
  static Optional<KeyManagerFactory> load(TlsConfig config, Clock clock, Problems problems) {
    PemFile certificateFile = new PemFile("tls.server_cert", config.serverCert(), problems);
    List<X509Certificate> chain = certificateFile.certificates();
    chain.stream().findFirst().ifPresent(leaf -> warnOfEnd(certificateFile, leaf, clock));
    PemFile keyFile = new PemFile("tls.server_key", config.serverKey(), problems);
    Optional<PublicKey> publicKey = chain.stream().findFirst().map(Certificate::getPublicKey);
    Optional<PrivateKey> key = keyFile.privateKey(publicKey);
    return publicKey.isPresent() && key.isPresent()
        ? keyManagers(keyFile, key.get(), publicKey.get(), chain)
        : Optional.empty();
  }

  /** Vehicles do not connect to a server whose certificate is not valid. */
  private static void warnOfEnd(PemFile file, X509Certificate leaf, Clock clock) {
    Instant now = clock.instant();
    Instant end = leaf.getNotAfter().toInstant();
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      file.warning("its first certificate is valid only from " + leaf.getNotBefore().toInstant());
    } else if (now.isAfter(end)) {
      file.warning("its first certificate ended at " + end);
    } else if (now.plus(SOON).isAfter(end)) {
      file.warning("its first certificate ends soon, at " + end);
    }
  }

  private static Optional<KeyManagerFactory> keyManagers(
      PemFile keyFile, PrivateKey key, PublicKey publicKey, List<X509Certificate> chain) {
    Optional<String> mismatch =
        KeyPairs.mismatch(key, publicKey, "the first certificate of tls.server_cert");
    if (mismatch.isPresent()) {
      keyFile.problem(mismatch.get());
      return Optional.empty();
    }
    try {
      return Optional.of(keyManagers(key, chain));
    } catch (GeneralSecurityException e) {
      keyFile.problem("cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static KeyManagerFactory keyManagers(PrivateKey key, List<X509Certificate> chain)
      throws GeneralSecurityException {
    try {
      // Unlike PKCS12, this type takes a chain that is not in order, which clients cope with.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, null);
      store.setKeyEntry("server", key, IN_MEMORY_PASSWORD, chain.toArray(X509Certificate[]::new));
      // Hands the same instances out each time: Netty then parses them for BoringSSL only once.
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, IN_MEMORY_PASSWORD);
      return factory;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
