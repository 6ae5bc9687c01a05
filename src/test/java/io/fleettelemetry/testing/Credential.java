package io.fleettelemetry.testing;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A private key, its certificate, and the certificates that its owner sends along.
 *
 * @param key of the first certificate of {@code chain}
 * @param chain the certificate first, then its intermediates; without a self-signed authority
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) {

  public Credential {
    chain = List.copyOf(chain);
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The same key and certificate, with more certificates behind the chain. */
  public Credential sending(X509Certificate... extra) {
    List<X509Certificate> longer = new ArrayList<>(chain);
    longer.addAll(List.of(extra));
    return new Credential(key, longer);
  }
}
