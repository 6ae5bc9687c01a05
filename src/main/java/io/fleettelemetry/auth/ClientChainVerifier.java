package io.fleettelemetry.auth;

import io.fleettelemetry.auth.CandidatePaths.Path;
import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.auth.Verification.Trusted;
import io.fleettelemetry.auth.VerifiedChains.Validity;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Verifies the certificate chains of clients: a path to a valid anchor (RFC 5280, without
 * revocation), and a leaf that may be a TLS client's. Intermediates come from the client alone.
 * Chains that passed are remembered with the identity in them, so that a fleet that reconnects
 * costs one hash each. Thread-safe.
 */
public final class ClientChainVerifier {

  private static final int MAX_CERTIFICATES = 32;

  private final TrustAnchors anchors;
  private final Clock clock;
  private final VerifiedChains verified;
  private final PathCheck pathCheck = new PathCheck();

  /**
   * A verifier with an empty cache.
   *
   * @param clock what validity is measured by
   * @param cachedChains how many verified chains are remembered at most, 1 or more
   */
  public ClientChainVerifier(TrustAnchors anchors, Clock clock, int cachedChains) {
    this.anchors = anchors;
    this.clock = clock;
    this.verified = new VerifiedChains(cachedChains);
  }

  /**
   * Verifies. Some microseconds for a chain that is remembered, some hundred for any other; never
   * blocks.
   *
   * @param chainAsSent the leaf first, the rest in any order and with anything else in it
   */
  public Verification verify(X509Certificate[] chainAsSent) {
    if (chainAsSent.length == 0) {
      return new Rejected(Reason.NO_CERTIFICATE, "no certificate");
    }
    if (chainAsSent.length > MAX_CERTIFICATES) {
      return new Rejected(
          Reason.INVALID,
          chainAsSent.length
              + " certificates sent, at most "
              + MAX_CERTIFICATES
              + " are looked at");
    }
    try {
      ByteBuffer key = VerifiedChains.key(chainAsSent);
      Instant now = clock.instant();
      Trusted known = verified.find(key, now);
      return known != null ? known : search(parsed(chainAsSent), key, now);
    } catch (CertificateException e) {
      return new Rejected(Reason.INVALID, "a certificate cannot be read: " + e.getMessage());
    }
  }

  /**
   * Parsed by the JDK: TLS engines may hand over certificates that are only read when asked, and
   * fail then.
   */
  private static List<X509Certificate> parsed(X509Certificate[] chain) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>(chain.length);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (X509Certificate certificate : chain) {
      certificates.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
    }
    return certificates;
  }

  /** How many chains are remembered. */
  public int cachedChains() {
    return verified.size();
  }

  private Verification search(List<X509Certificate> sent, ByteBuffer key, Instant now) {
    Rejected rejected = null;
    for (Path path : CandidatePaths.find(sent, anchors)) {
      Optional<Rejected> failure = pathCheck.check(path, now);
      if (failure.isEmpty()) {
        Trusted trusted = new Trusted(DeviceIdentities.identify(sent.get(0)));
        verified.add(key, validity(path), trusted);
        return trusted;
      }
      rejected = moreTelling(rejected, failure.get());
    }
    return rejected != null ? rejected : unknownAuthority(sent);
  }

  private static Rejected moreTelling(Rejected one, Rejected other) {
    return one == null || other.reason().compareTo(one.reason()) > 0 ? other : one;
  }

  /** Names the authority where the chain, as far as it goes, leaves what was sent. */
  private static Rejected unknownAuthority(List<X509Certificate> sent) {
    X500Principal issuer = sent.get(0).getIssuerX500Principal();
    for (int i = 1; i < sent.size(); i++) {
      if (sent.get(i).getSubjectX500Principal().equals(issuer)) {
        issuer = sent.get(i).getIssuerX500Principal();
      }
    }
    boolean selfSigned = issuer.equals(sent.get(0).getSubjectX500Principal());
    return new Rejected(
        Reason.UNKNOWN_AUTHORITY,
        "unknown authority "
            + DistinguishedNames.shown(issuer)
            + (selfSigned ? ": the certificate is self-signed" : ""));
  }

  private static Validity validity(Path path) {
    Validity validity = new Validity(path.anchor().notBefore(), path.anchor().notAfter());
    for (X509Certificate certificate : path.certificates()) {
      validity =
          validity.within(
              certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }
    return validity;
  }
}
