package io.fleettelemetry.auth;

import io.fleettelemetry.auth.Verification.Trusted;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers chains that were verified, by the SHA-256 of what was sent, and whose they are, until
 * one of their certificates or their anchor ends. Holds the most recently used ones, about 400
 * bytes each. Thread-safe.
 */
final class VerifiedChains {

  /** When a chain counts, both ends included. */
  record Validity(Instant notBefore, Instant notAfter) {

    boolean contains(Instant time) {
      return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }

    /** What this one and another one have in common. */
    Validity within(Instant from, Instant to) {
      return new Validity(
          from.isAfter(notBefore) ? from : notBefore, to.isBefore(notAfter) ? to : notAfter);
    }
  }

  private record Known(Validity validity, Trusted trusted) {}

  /** Copied for each chain: to look the algorithm up takes several times as long as to hash one. */
  private static final MessageDigest UNUSED_DIGEST = lookUpDigest();

  private final Map<ByteBuffer, Known> chains;

  /** At most {@code capacity} chains. */
  VerifiedChains(int capacity) {
    chains =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Known> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The name of a chain; every certificate that was sent counts, in its place. */
  static ByteBuffer key(X509Certificate[] chainAsSent) throws CertificateEncodingException {
    MessageDigest digest = newDigest();
    for (X509Certificate certificate : chainAsSent) {
      digest.update(certificate.getEncoded());
    }
    return ByteBuffer.wrap(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return (MessageDigest) UNUSED_DIGEST.clone();
    } catch (CloneNotSupportedException e) {
      return lookUpDigest();
    }
  }

  private static MessageDigest lookUpDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is known of a chain that was verified and is valid at this time; null for any other. */
  synchronized Trusted find(ByteBuffer key, Instant time) {
    Known known = chains.get(key);
    if (known == null) {
      return null;
    }
    if (known.validity().contains(time)) {
      return known.trusted();
    }
    chains.remove(key);
    return null;
  }

  synchronized void add(ByteBuffer key, Validity validity, Trusted trusted) {
    chains.put(key, new Known(validity, trusted));
  }

  synchronized int size() {
    return chains.size();
  }
}
