package io.fleettelemetry.pki;

import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** What a revocation list must not say of itself to be read as what it seems (RFC 5280, 5.2). */
final class RevocationListRules {

  private static final String DELTA = Extension.deltaCRLIndicator.getId();
  private static final String SCOPE = Extension.issuingDistributionPoint.getId();

  /** The issuer's key, the number of the list, and what it covers. */
  private static final Set<String> UNDERSTOOD =
      Set.of(Extension.authorityKeyIdentifier.getId(), Extension.cRLNumber.getId(), SCOPE);

  private static final Set<String> UNDERSTOOD_OF_ENTRIES =
      Set.of(Extension.reasonCode.getId(), Extension.invalidityDate.getId());

  private RevocationListRules() {}

  /** Why a list cannot be used, in words that follow its name; empty when it can be. */
  static Optional<String> unfit(X509CRL list) {
    if (list.getExtensionValue(DELTA) != null) {
      return Optional.of("is a delta list: a complete one is needed");
    }
    Optional<String> unknown = unknown(list.getCriticalExtensionOIDs(), UNDERSTOOD);
    if (unknown.isPresent()) {
      return Optional.of(
          "has the critical extension " + unknown.get() + ", which is not supported");
    }
    return unfitScope(list.getExtensionValue(SCOPE)).or(() -> unfitEntry(list));
  }

  private static Optional<String> unknown(Set<String> critical, Set<String> understood) {
    return critical == null
        ? Optional.empty()
        : critical.stream().filter(oid -> !understood.contains(oid)).findFirst();
  }

  /** A list of a part of the certificates still says who is revoked. */
  private static Optional<String> unfitScope(byte[] extension) {
    if (extension == null) {
      return Optional.empty();
    }
    try {
      IssuingDistributionPoint scope =
          IssuingDistributionPoint.getInstance(
              JcaX509ExtensionUtils.parseExtensionValue(extension));
      if (scope.isIndirectCRL()) {
        return Optional.of("is an indirect list: one that the issuer itself signed is needed");
      }
      return scope.onlyContainsAttributeCerts()
          ? Optional.of("is a list of attribute certificates")
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of("has a broken issuing distribution point: " + e.getMessage());
    }
  }

  private static Optional<String> unfitEntry(X509CRL list) {
    Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    if (entries == null) {
      return Optional.empty();
    }
    for (X509CRLEntry entry : entries) {
      Optional<String> unknown = unknown(entry.getCriticalExtensionOIDs(), UNDERSTOOD_OF_ENTRIES);
      if (unknown.isPresent()) {
        return Optional.of(
            "has an entry with the critical extension "
                + unknown.get()
                + ", which is not supported");
      }
    }
    return Optional.empty();
  }
}
