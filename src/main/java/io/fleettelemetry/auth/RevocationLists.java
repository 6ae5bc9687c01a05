package io.fleettelemetry.auth;

import io.fleettelemetry.auth.CandidatePaths.Path;
import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * The certificates that authorities have taken back (RFC 5280, 5). A list counts for what was
 * issued with the key that signed it, and also past its next update: an outdated list still says
 * who is revoked, and to refuse every vehicle for it would be worse than to miss the latest few. Of
 * several lists of one authority each counts. Thread-safe.
 */
public final class RevocationLists {

  /**
   * What came of reading lists.
   *
   * @param errors why lists cannot be used, each a rule in words
   * @param warnings what an operator should know, each a rule in words
   */
  public record Reading(RevocationLists lists, List<String> errors, List<String> warnings) {}

  private static final RevocationLists NONE = new RevocationLists(Set.of());

  private final Set<RevocationList> all;
  private final Map<X500Principal, List<RevocationList>> byIssuer;

  private RevocationLists(Set<RevocationList> all) {
    this.all = all;
    this.byIssuer = all.stream().collect(Collectors.groupingBy(RevocationList::issuer));
  }

  /** Nothing is revoked. */
  public static RevocationLists none() {
    return NONE;
  }

  /**
   * Takes lists up, without a critical extension that would have to be understood. Verifies those
   * of anchors now, and those of intermediates, which come with clients, when they are needed.
   *
   * @param now by which lists are outdated
   */
  public static Reading read(Collection<X509CRL> lists, TrustAnchors anchors, Instant now) {
    List<String> errors = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Set<RevocationList> all =
        lists.stream()
            .map(list -> take(list, anchors, errors))
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
    all.forEach(list -> warn(list, now, warnings));
    return new Reading(new RevocationLists(all), errors, warnings);
  }

  private static Optional<RevocationList> take(
      X509CRL list, TrustAnchors anchors, List<String> errors) {
    String issuer = DistinguishedNames.shown(list.getIssuerX500Principal());
    try {
      RevocationList taken = RevocationList.of(list, anchors);
      if (!taken.signers().isEmpty() || anchors.signing(taken.issuer()).isEmpty()) {
        return Optional.of(taken);
      }
      errors.add(
          "the list of "
              + issuer
              + " is not signed with that authority's key; get it from that authority again, or take it out");
    } catch (GeneralSecurityException e) {
      errors.add("the list of " + issuer + " is broken: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static void warn(RevocationList list, Instant now, List<String> warnings) {
    String issuer = DistinguishedNames.shown(list.issuer());
    if (list.signers().isEmpty()) {
      warnings.add(
          issuer
              + ", whose list it is, is no known authority: it counts only for an intermediate of"
              + " that name");
    }
    list.nextUpdate()
        .filter(now::isAfter)
        .ifPresent(
            update ->
                warnings.add(
                    "the list of "
                        + issuer
                        + " should have been replaced by "
                        + update
                        + "; it still counts, but whoever was revoked since gets in"));
  }

  /** When each list ends that says so, by its issuer. */
  public List<Expiry> expiries() {
    List<Expiry> expiries = new ArrayList<>();
    for (RevocationList list : all) {
      list.nextUpdate()
          .map(end -> new Expiry(DistinguishedNames.shown(list.issuer()), end, false))
          .ifPresent(expiries::add);
    }
    return expiries;
  }

  /** Which certificate of a path is revoked, the anchor's own included; empty when none is. */
  Optional<Rejected> revoked(Path path) {
    if (byIssuer.isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> certificates = path.certificates();
    boolean isAnchor = path.isAnchorItself();
    for (int i = 0; i < certificates.size() && !isAnchor; i++) {
      PublicKey issuer =
          i + 1 < certificates.size()
              ? certificates.get(i + 1).getPublicKey()
              : path.anchor().key();
      Optional<Rejected> found =
          revoked(certificates.get(i), i == 0, list -> list.isSignedBy(issuer));
      if (found.isPresent()) {
        return found;
      }
    }
    return path.anchor()
        .certificate()
        .flatMap(own -> revoked(own, isAnchor, list -> isOfItsIssuer(list, own)));
  }

  /** Nobody sends the issuer of an anchor; it may be an anchor itself. */
  private static boolean isOfItsIssuer(RevocationList list, X509Certificate certificate) {
    return list.signers().stream().anyMatch(key -> isSigned(certificate, key));
  }

  private static boolean isSigned(X509Certificate certificate, PublicKey key) {
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Looks the number up first: whose the list is may cost a signature. */
  private Optional<Rejected> revoked(
      X509Certificate certificate, boolean leaf, Predicate<RevocationList> counts) {
    X500Principal issuer = certificate.getIssuerX500Principal();
    for (RevocationList list : byIssuer.getOrDefault(issuer, List.of())) {
      Instant since = list.revocation(certificate.getSerialNumber());
      if (since != null && counts.test(list)) {
        String subject = DistinguishedNames.shown(certificate.getSubjectX500Principal());
        return Optional.of(
            new Rejected(
                Reason.REVOKED,
                "%srevoked on %s: serial number %s of %s"
                    .formatted(
                        leaf ? "" : "authority " + subject + " ",
                        since,
                        certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT),
                        DistinguishedNames.shown(issuer))));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevocationLists lists && all.equals(lists.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }
}
