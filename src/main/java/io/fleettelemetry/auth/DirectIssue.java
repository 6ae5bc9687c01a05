package io.fleettelemetry.auth;

import io.fleettelemetry.auth.CandidatePaths.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/**
 * The usual path, a certificate right under its anchor, checked without the generality of RFC 5280:
 * signature, validity, and nothing that would have to be understood. Says only that a path is good;
 * of any other the whole validation has to decide.
 */
final class DirectIssue {

  private static final int LEAST_RSA_BITS = 2048;
  private static final int LEAST_EC_BITS = 256;

  /** By the names of Java's standard algorithms. */
  private static final Set<String> SIGNATURES =
      Set.of(
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA",
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA");

  /** Subject alternative name, basic constraints, key usage, extended key usage. */
  private static final Set<String> UNDERSTOOD =
      Set.of("2.5.29.17", "2.5.29.19", "2.5.29.15", "2.5.29.37");

  /** Can ask for a policy that there is none of, and counts critical or not. */
  private static final String POLICY_CONSTRAINTS = "2.5.29.36";

  private final CertificateSignatures signatures = new CertificateSignatures();

  /** Whether this is such a path, and valid at this time. Thread-safe. */
  boolean isGood(Path path, Instant now) {
    X509Certificate leaf = path.certificates().get(0);
    Set<String> critical = leaf.getCriticalExtensionOIDs();
    return path.certificates().size() == 1
        && SIGNATURES.contains(leaf.getSigAlgName())
        && isStrong(path.anchor().key())
        && isStrong(leaf.getPublicKey())
        && (critical == null || UNDERSTOOD.containsAll(critical))
        && leaf.getExtensionValue(POLICY_CONSTRAINTS) == null
        && isSignedAndValid(leaf, path.anchor().key(), now);
  }

  private static boolean isStrong(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      return ec.getParams().getOrder().bitLength() >= LEAST_EC_BITS;
    }
    return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
  }

  private boolean isSignedAndValid(X509Certificate leaf, PublicKey signer, Instant now) {
    try {
      leaf.checkValidity(Date.from(now));
      signatures.verify(leaf, signer);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
