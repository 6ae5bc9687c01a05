package io.fleettelemetry.auth;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * When something that is trusted ends.
 *
 * @param name the common name, or the whole name where there is none; bounded
 * @param end the last moment at which it counts
 * @param builtIn whether it came with this software, and not from a file of the operator's
 */
public record Expiry(String name, Instant end, boolean builtIn) {

  /** When a certificate from a file ends, by its subject. */
  public static Expiry of(X509Certificate certificate) {
    return new Expiry(
        DistinguishedNames.shown(certificate.getSubjectX500Principal()),
        certificate.getNotAfter().toInstant(),
        false);
  }
}
