package io.fleettelemetry.auth;

import io.fleettelemetry.auth.CandidatePaths.Path;
import io.fleettelemetry.auth.Identification.Identified;
import io.fleettelemetry.auth.PathCheck.Purpose;
import io.fleettelemetry.auth.PathSearch.Result;
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

/**
 * Verifies the certificate chains of clients: a path to a valid anchor (RFC 5280) on which nothing
 * is revoked, a leaf that may be a TLS client's, and a device that may connect. Intermediates come
 * from the client alone. Chains that passed are remembered with the identity in them, so that a
 * fleet that reconnects costs one hash each. Thread-safe.
 */
public final class ClientChainVerifier {

  private static final int MAX_CERTIFICATES = 32;

  private final ClientRules rules;
  private final Clock clock;
  private final int cachedChains;
  private final DirectIssue direct;
  private final VerifiedChains verified;
  private final PathSearch search;

  /**
   * A verifier with an empty cache, for anchors without revocation or lists.
   *
   * @param clock what validity is measured by
   * @param cachedChains how many verified chains are remembered at most, 1 or more
   */
  public ClientChainVerifier(TrustAnchors anchors, Clock clock, int cachedChains) {
    this(
        new ClientRules(anchors, RevocationLists.none(), AccessList.anybody()),
        clock,
        cachedChains);
  }

  /**
   * A verifier with an empty cache.
   *
   * @param clock what validity is measured by
   * @param cachedChains how many verified chains are remembered at most, 1 or more
   */
  public ClientChainVerifier(ClientRules rules, Clock clock, int cachedChains) {
    this(rules, clock, cachedChains, new DirectIssue(), new VerifiedChains(cachedChains));
  }

  private ClientChainVerifier(
      ClientRules rules,
      Clock clock,
      int cachedChains,
      DirectIssue direct,
      VerifiedChains verified) {
    this.rules = rules;
    this.clock = clock;
    this.cachedChains = cachedChains;
    this.direct = direct;
    this.verified = verified;
    this.search =
        new PathSearch(
            rules.anchors(), new PathCheck(Purpose.CLIENT, rules.revocations(), direct::isGood));
  }

  /**
   * A verifier for other rules. It remembers what this one does where only the lists of devices
   * differ, which are asked each time; else nothing, since a chain that was good may not be so now.
   */
  public ClientChainVerifier with(ClientRules other) {
    boolean sameChains =
        other.anchors().equals(rules.anchors()) && other.revocations().equals(rules.revocations());
    return new ClientChainVerifier(
        other,
        clock,
        cachedChains,
        direct,
        sameChains ? verified : new VerifiedChains(cachedChains));
  }

  /** What it decides by. */
  public ClientRules rules() {
    return rules;
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
      return admitted(known != null ? known : search(parsed(chainAsSent), key, now));
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
    Result result = search.search(sent, now);
    if (result instanceof Result.Missing missing) {
      return missing.rejected();
    }
    Validity validity = validity(((Result.Found) result).path());
    Trusted trusted = new Trusted(DeviceIdentities.identify(sent.get(0)), validity.notAfter());
    verified.add(key, validity, trusted);
    return trusted;
  }

  /** Lists name devices, so they say nothing of a certificate that makes no identity. */
  private Verification admitted(Verification verification) {
    return verification instanceof Trusted trusted
            && trusted.identification() instanceof Identified identified
        ? rules
            .access()
            .refusal(identified.identity())
            .map(Verification.class::cast)
            .orElse(trusted)
        : verification;
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
