package io.fleettelemetry.auth;

import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds, by names alone, the ways from a client's certificate to an anchor through what the client
 * sent, in whatever order and with whatever else. Work is bounded: a client chooses what it sends.
 */
final class CandidatePaths {

  /**
   * One way, not verified yet.
   *
   * @param certificates the leaf first; the last one names the anchor as its issuer, or the only
   *     one is the anchor's own
   */
  record Path(List<X509Certificate> certificates, Anchor anchor) {

    /** Whether the client's own certificate is the anchor. */
    boolean isAnchorItself() {
      return anchor.certificate().filter(certificates.get(0)::equals).isPresent();
    }
  }

  private static final int MAX_PATHS = 8;
  private static final int MAX_PATH_LENGTH = 8;
  private static final int MAX_STEPS = 256;

  private final List<X509Certificate> sent;
  private final TrustAnchors anchors;
  private final List<Path> paths = new ArrayList<>();
  private final Deque<X509Certificate> current = new ArrayDeque<>();
  private int steps;

  private CandidatePaths(List<X509Certificate> sent, TrustAnchors anchors) {
    this.sent = sent;
    this.anchors = anchors;
  }

  /** The ways, the shortest first for each issuer; none when no anchor has a fitting name. */
  static List<Path> find(List<X509Certificate> chainAsSent, TrustAnchors anchors) {
    CandidatePaths search = new CandidatePaths(chainAsSent, anchors);
    X509Certificate leaf = chainAsSent.get(0);
    anchors.givenAs(leaf).ifPresent(anchor -> search.paths.add(new Path(List.of(leaf), anchor)));
    search.extend(leaf);
    return search.paths;
  }

  private void extend(X509Certificate certificate) {
    if (++steps > MAX_STEPS) {
      return;
    }
    current.addLast(certificate);
    for (Anchor anchor : anchors.signing(certificate.getIssuerX500Principal())) {
      if (paths.size() < MAX_PATHS) {
        paths.add(new Path(List.copyOf(current), anchor));
      }
    }
    if (current.size() < MAX_PATH_LENGTH) {
      for (X509Certificate issuer : sent) {
        if (mayHaveIssued(issuer, certificate) && !current.contains(issuer)) {
          extend(issuer);
        }
      }
    }
    current.removeLast();
  }

  private static boolean mayHaveIssued(X509Certificate issuer, X509Certificate certificate) {
    return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }
}
