package io.fleettelemetry.auth;

import io.fleettelemetry.auth.CandidatePaths.Path;
import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** Checks one path against RFC 5280 and says in an operator's words what is wrong with it. */
final class PathCheck {

  /** What the certificate in question is for. */
  enum Purpose {
    CLIENT("client", "clientAuth", "1.3.6.1.5.5.7.3.2"),
    SERVER("server", "serverAuth", "1.3.6.1.5.5.7.3.1");

    private final String owner;
    private final String usage;
    private final String oid;

    Purpose(String owner, String usage, String oid) {
      this.owner = owner;
      this.usage = usage;
      this.oid = oid;
    }
  }

  private static final String ANY_USAGE = "2.5.29.37.0";

  private final Purpose purpose;
  private final RevocationLists revocations;
  private final BiPredicate<Path, Instant> shortcut;

  /**
   * A check.
   *
   * @param shortcut tells of some good paths at less cost; asked before the validation, and not
   *     about usage and revocation
   */
  PathCheck(Purpose purpose, RevocationLists revocations, BiPredicate<Path, Instant> shortcut) {
    this.purpose = purpose;
    this.revocations = revocations;
    this.shortcut = shortcut;
  }

  /** What is wrong with a path at this time; empty when it is good. */
  Optional<Rejected> check(Path path, Instant now) {
    return (path.isAnchorItself()
            ? validity(path.certificates().get(0), true, now)
            : validate(path, now))
        .or(() -> usage(path.certificates()))
        .or(() -> revocations.revoked(path));
  }

  private Optional<Rejected> validate(Path path, Instant now) {
    return anchorValidity(path.anchor(), now)
        .or(() -> shortcut.test(path, now) ? Optional.empty() : pkix(path, now));
  }

  /** Java leaves the validity of anchors to its callers. */
  private static Optional<Rejected> anchorValidity(Anchor anchor, Instant now) {
    String authority = "authority " + DistinguishedNames.shown(anchor.name());
    if (now.isAfter(anchor.notAfter())) {
      return rejected(Reason.ANCHOR_EXPIRED, authority + " expired on " + anchor.notAfter());
    }
    if (now.isBefore(anchor.notBefore())) {
      return rejected(
          Reason.NOT_YET_VALID, authority + " is not valid before " + anchor.notBefore());
    }
    return Optional.empty();
  }

  private static Optional<Rejected> pkix(Path path, Instant now) {
    try {
      TrustAnchor anchor = new TrustAnchor(path.anchor().name(), path.anchor().key(), null);
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(path.certificates()),
              parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of(explain(path, e, now));
    } catch (CertificateException e) {
      return rejected(Reason.INVALID, "a certificate that cannot be read");
    } catch (InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Rejected explain(Path path, CertPathValidatorException failure, Instant now) {
    List<X509Certificate> certificates = path.certificates();
    int index = Math.max(failure.getIndex(), 0);
    X509Certificate certificate = certificates.get(index);
    Optional<Rejected> outOfDate = validity(certificate, index == 0, now);
    if (outOfDate.isPresent()) {
      return outOfDate.get();
    }
    String issuer = DistinguishedNames.shown(certificate.getIssuerX500Principal());
    if (isForged(failure)) {
      return index == certificates.size() - 1
          ? new Rejected(
              Reason.UNKNOWN_AUTHORITY,
              "unknown authority " + issuer + ": has the name of a known one but another key")
          : new Rejected(Reason.INVALID, "not signed by the intermediate " + issuer);
    }
    return new Rejected(
        Reason.INVALID,
        "invalid certificate "
            + DistinguishedNames.shown(certificate.getSubjectX500Principal())
            + ": "
            + failure.getMessage());
  }

  /** The key does not fit the signature; one of another kind fails in another way. */
  private static boolean isForged(CertPathValidatorException failure) {
    return failure.getReason() == BasicReason.INVALID_SIGNATURE
        || failure.getCause() instanceof InvalidKeyException;
  }

  private static Optional<Rejected> validity(
      X509Certificate certificate, boolean leaf, Instant now) {
    String who =
        leaf
            ? ""
            : "intermediate "
                + DistinguishedNames.shown(certificate.getSubjectX500Principal())
                + " ";
    Instant notAfter = certificate.getNotAfter().toInstant();
    if (now.isAfter(notAfter)) {
      return rejected(Reason.EXPIRED, who + "expired on " + notAfter);
    }
    Instant notBefore = certificate.getNotBefore().toInstant();
    if (now.isBefore(notBefore)) {
      return rejected(Reason.NOT_YET_VALID, who + "not valid before " + notBefore);
    }
    return Optional.empty();
  }

  /** The leaf must be allowed to be one, and no intermediate may be limited to others. */
  private Optional<Rejected> usage(List<X509Certificate> certificates) {
    for (X509Certificate certificate : certificates) {
      if (!allowsPurpose(certificate)) {
        String subject = DistinguishedNames.shown(certificate.getSubjectX500Principal());
        return rejected(
            Reason.NOT_A_CLIENT_CERTIFICATE,
            "not a %s certificate: the extended key usage of %s lacks %s"
                .formatted(purpose.owner, subject, purpose.usage));
      }
    }
    return Optional.empty();
  }

  private boolean allowsPurpose(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(purpose.oid) || usages.contains(ANY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static Optional<Rejected> rejected(Reason reason, String detail) {
    return Optional.of(new Rejected(reason, detail));
  }
}
