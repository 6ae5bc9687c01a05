package io.fleettelemetry.server.tls;

import io.fleettelemetry.metrics.Metrics;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts every handshake, and logs one line for each that failed. Each connection tells when its
 * handshake starts and ends; in between, the certificate that was presented is kept here, since
 * engines forget it when they fail. Thread-safe.
 */
final class HandshakeObserver {

  private static final Logger LOG = LoggerFactory.getLogger(HandshakeObserver.class);
  private static final int MAX_NAME = 300;

  private final Metrics metrics;
  private final boolean logFailures;

  /** The leaf of each handshake under way, which the handshake timeout bounds. */
  private final Map<SSLEngine, Optional<X509Certificate>> underWay = new ConcurrentHashMap<>();

  HandshakeObserver(Metrics metrics, boolean logFailures) {
    this.metrics = metrics;
    this.logFailures = logFailures;
  }

  /** A handshake starts; {@link #ended} must follow. */
  void started(SSLEngine engine) {
    underWay.put(engine, Optional.empty());
  }

  /** The client sent a certificate, which may be anybody's. */
  void presented(SSLEngine engine, X509Certificate leaf) {
    underWay.replace(engine, Optional.of(leaf));
  }

  /**
   * A handshake ended.
   *
   * @param failure null when it succeeded
   */
  void ended(SSLEngine engine, Throwable failure) {
    Optional<X509Certificate> leaf = underWay.remove(engine);
    if (failure == null) {
      metrics.handshake("succeeded", "");
      return;
    }
    HandshakeFailure why = HandshakeFailure.of(failure);
    metrics.handshake("failed", why.reason());
    if (logFailures && !why.reason().equals(HandshakeFailure.CLOSED)) {
      log(engine, why, leaf);
    }
  }

  private static void log(
      SSLEngine engine, HandshakeFailure why, Optional<X509Certificate> presented) {
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("remote_address", engine.getPeerHost() + ":" + engine.getPeerPort())
            .addKeyValue("reason", why.detail());
    if (presented.isPresent()) {
      X509Certificate leaf = presented.get();
      line =
          line.addKeyValue("certificate_subject", shown(leaf.getSubjectX500Principal()))
              .addKeyValue("certificate_issuer", shown(leaf.getIssuerX500Principal()));
    }
    line.log("tls_handshake_error");
  }

  /** The name comes from whoever connects. */
  private static String shown(X500Principal principal) {
    String name = principal.getName();
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "...";
  }
}
