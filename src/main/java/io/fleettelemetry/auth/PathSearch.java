package io.fleettelemetry.auth;

import io.fleettelemetry.auth.CandidatePaths.Path;
import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** Looks for a good path from a certificate to an anchor. Thread-safe. */
final class PathSearch {

  /** What came of it. */
  sealed interface Result {

    /** The first good one. */
    record Found(Path path) implements Result {}

    /** There is none. */
    record Missing(Rejected rejected) implements Result {}
  }

  private final TrustAnchors anchors;
  private final PathCheck check;

  PathSearch(TrustAnchors anchors, PathCheck check) {
    this.anchors = anchors;
    this.check = check;
  }

  /**
   * Searches.
   *
   * @param sent the certificate in question first, the rest in any order; parsed by the JDK
   */
  Result search(List<X509Certificate> sent, Instant now) {
    Rejected rejected = null;
    for (Path path : CandidatePaths.find(sent, anchors)) {
      Optional<Rejected> failure = check.check(path, now);
      if (failure.isEmpty()) {
        return new Result.Found(path);
      }
      rejected = moreTelling(rejected, failure.get());
    }
    return new Result.Missing(rejected != null ? rejected : unknownAuthority(sent));
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
}
