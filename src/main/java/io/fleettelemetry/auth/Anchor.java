package io.fleettelemetry.auth;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * An authority that is trusted by name and key (RFC 5280, 6.1.1 (d)), as long as its certificate
 * lasts.
 *
 * @param certificate where it was given as one; absent for those that are built in
 */
record Anchor(
    X500Principal name,
    PublicKey key,
    Instant notBefore,
    Instant notAfter,
    Optional<X509Certificate> certificate) {

  private static final int VERSION_3 = 3;
  private static final int KEY_CERT_SIGN = 5;

  static Anchor of(X509Certificate certificate) {
    return new Anchor(
        certificate.getSubjectX500Principal(),
        certificate.getPublicKey(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        Optional.of(certificate));
  }

  /** Whether it may sign others: a client's own certificate in a CA file must not. */
  boolean maySign() {
    return certificate.map(Anchor::isAuthority).orElse(true);
  }

  private static boolean isAuthority(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    boolean usageAllows = usage == null || usage[KEY_CERT_SIGN];
    // Before version 3 a certificate could not say whether it is an authority.
    return usageAllows
        && (certificate.getVersion() < VERSION_3 || certificate.getBasicConstraints() >= 0);
  }
}
