package io.fleettelemetry.pki;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A private key, its certificate, and the certificates that its owner sends along.
 *
 * @param key of the first certificate of {@code chain}
 * @param chain the certificate first, then its intermediates; without a self-signed authority
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) {

  public Credential {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a credential without a certificate");
    }
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The same key and certificate, with more certificates behind the chain. */
  public Credential sending(X509Certificate... more) {
    List<X509Certificate> longer = new ArrayList<>(chain);
    longer.addAll(List.of(more));
    return new Credential(key, longer);
  }

  /**
   * Reads a certificate with its chain and its key, which may be one file. Blocks the thread.
   *
   * @param certificate PEM, the certificate first
   * @param key PEM, RSA or EC, PKCS#8, PKCS#1 or SEC1, not encrypted
   * @throws PemException when a file cannot be read, or the two do not belong together
   */
  public static Credential load(Path certificate, Path key) throws PemException {
    List<X509Certificate> chain = Pem.certificates(certificate);
    PublicKey publicKey = chain.get(0).getPublicKey();
    PrivateKey privateKey = Pem.privateKey(key, Optional.of(publicKey));
    Optional<String> mismatch =
        KeyPairs.mismatch(privateKey, publicKey, "the first certificate of " + certificate);
    if (mismatch.isPresent()) {
      throw new PemException(key, mismatch.get());
    }
    return new Credential(privateKey, chain);
  }

  /**
   * Writes both files in place of what they held: the key as PKCS#8 that its owner alone may read.
   * Both are written before either takes its place. Blocks the thread.
   *
   * @throws PemException when one cannot be written; names it
   */
  public void write(Path certificate, Path key) throws PemException {
    try (NewFile newKey =
            NewFile.openSecret(key, Pem.block(Pem.PRIVATE_KEY, this.key.getEncoded()));
        NewFile newCertificate = NewFile.open(certificate, Pem.text(chain))) {
      newKey.replace();
      newCertificate.replace();
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "credential of " + certificate().getSubjectX500Principal();
  }
}
