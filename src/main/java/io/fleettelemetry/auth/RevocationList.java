package io.fleettelemetry.auth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * One list of certificates that their issuer has taken back. Thread-safe; two are equal when they
 * are the same bytes.
 */
final class RevocationList {

  private static final int REMEMBERED_KEYS = 64;

  private final X500Principal issuer;
  private final Optional<Instant> nextUpdate;
  private final byte[] digest;

  /** Java's own look-up compares the issuer's name as text at every step. */
  private final Map<BigInteger, Instant> revoked;

  private final Set<PublicKey> signers;

  /** Kept only where no anchor signed it: the intermediate that did comes with a client. */
  private final Optional<X509CRL> unverified;

  private final Map<PublicKey, Boolean> tried = new ConcurrentHashMap<>();

  private RevocationList(X509CRL list, Set<PublicKey> signers) throws GeneralSecurityException {
    this.issuer = list.getIssuerX500Principal();
    this.nextUpdate = Optional.ofNullable(list.getNextUpdate()).map(date -> date.toInstant());
    this.digest = MessageDigest.getInstance("SHA-256").digest(list.getEncoded());
    this.revoked = revoked(list);
    this.signers = signers;
    this.unverified = signers.isEmpty() ? Optional.of(list) : Optional.empty();
  }

  /**
   * A list, with those anchors of its issuer's name that signed it, if any did. Some milliseconds
   * for a long one.
   *
   * @throws GeneralSecurityException when it cannot be encoded again
   */
  static RevocationList of(X509CRL list, TrustAnchors anchors) throws GeneralSecurityException {
    List<Anchor> named = anchors.signing(list.getIssuerX500Principal());
    return new RevocationList(
        list,
        named.stream()
            .map(Anchor::key)
            .filter(key -> isSigned(list, key))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static Map<BigInteger, Instant> revoked(X509CRL list) {
    Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    if (entries == null) {
      return Map.of();
    }
    Map<BigInteger, Instant> revoked = new HashMap<>(entries.size() * 2);
    for (X509CRLEntry entry : entries) {
      revoked.put(entry.getSerialNumber(), entry.getRevocationDate().toInstant());
    }
    return revoked;
  }

  X500Principal issuer() {
    return issuer;
  }

  /** When the issuer promised a newer one at the latest, where it says so. */
  Optional<Instant> nextUpdate() {
    return nextUpdate;
  }

  /** The anchors' keys that signed it. */
  Set<PublicKey> signers() {
    return signers;
  }

  /** Since when a certificate is revoked; null when it is not on the list. */
  Instant revocation(BigInteger serialNumber) {
    return revoked.get(serialNumber);
  }

  /**
   * Whether a key signed it. To try a key that is no anchor's on a list of a hundred thousand
   * entries takes some ten milliseconds, once.
   */
  boolean isSignedBy(PublicKey key) {
    if (unverified.isEmpty()) {
      return signers.contains(key);
    }
    Boolean known = tried.get(key);
    if (known == null) {
      known = isSigned(unverified.get(), key);
      if (tried.size() < REMEMBERED_KEYS) {
        tried.put(key, known);
      }
    }
    return known;
  }

  private static boolean isSigned(X509CRL list, PublicKey key) {
    try {
      list.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevocationList list && Arrays.equals(digest, list.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }
}
