package io.fleettelemetry.server.tls;

import io.fleettelemetry.auth.ClientChainVerifier;
import io.fleettelemetry.auth.TrustAnchors;
import io.fleettelemetry.auth.Verification;
import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.metrics.Metrics;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Mutual TLS of the vehicle listener. Sessions may be resumed, which spares both sides most of a
 * handshake but does not ask about the certificate again: {@link #verifyAtUpgrade} does.
 * Thread-safe.
 */
public final class VehicleTls {

  /** What came of loading. */
  public sealed interface Loading {

    /** Everything fits together. */
    record Loaded(VehicleTls tls) implements Loading {}

    /**
     * The listener cannot start.
     *
     * @param problems all of them, each with its key, file and rule
     */
    record Refused(List<Problem> problems) implements Loading {}
  }

  /** A fleet's worth: about 20 MB when full. */
  private static final int CACHED_CHAINS = 50_000;

  private static final int HANDSHAKE_TIMEOUT_SECONDS = 10;
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private final TlsEngine engine;
  private final KeyManagerFactory keyManagers;
  private final ClientChainVerifier verifier;
  private final HandshakeObserver observer;

  private VehicleTls(
      TlsEngine engine,
      KeyManagerFactory keyManagers,
      ClientChainVerifier verifier,
      HandshakeObserver observer) {
    this.engine = engine;
    this.keyManagers = keyManagers;
    this.verifier = verifier;
    this.observer = observer;
  }

  /** Loads what the configuration names, for the best engine of this machine. Blocks the thread. */
  public static Loading load(TlsConfig config, Metrics metrics) {
    return load(config, metrics, TlsEngine.best(), Clock.systemUTC());
  }

  /**
   * Loads what the configuration names. Blocks the thread.
   *
   * @param clock what the validity of certificates is measured by
   */
  public static Loading load(TlsConfig config, Metrics metrics, TlsEngine engine, Clock clock) {
    Problems problems = new Problems();
    Optional<KeyManagerFactory> keyManagers = ServerKeyPair.load(config, clock, problems);
    TrustAnchors anchors = anchors(config, problems);
    if (keyManagers.isEmpty() || problems.hasErrors()) {
      return new Loading.Refused(problems.errors());
    }
    return new Loading.Loaded(
        new VehicleTls(
            engine,
            keyManagers.get(),
            new ClientChainVerifier(anchors, clock, CACHED_CHAINS),
            new HandshakeObserver(metrics, config.logHandshakeFailures())));
  }

  /**
   * Reports what {@link #load} would refuse, and a server certificate that is not valid for long.
   * Passes over a file that is missing in the configuration. Blocks the thread.
   */
  public static void check(TlsConfig config, Clock clock, Problems problems) {
    ServerKeyPair.load(config, clock, problems);
    anchors(config, problems);
  }

  /** The engine in use. */
  public TlsEngine engine() {
    return engine;
  }

  /**
   * Options of a listener for vehicles: client certificates required, TLS 1.2 and 1.3, HTTP/1.1
   * alone, and WebSockets without compression, which a vehicle in the field does not survive. The
   * server must be used on an event loop.
   *
   * @param port 0 takes any free one
   */
  public HttpServerOptions serverOptions(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setSsl(true)
        .setSslEngineOptions(engine.options(observer))
        .setKeyCertOptions(KeyCertOptions.wrap(keyManagers))
        .setTrustOptions(TrustOptions.wrap(new VehicleTrustManager(verifier, engine, observer)))
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(HANDSHAKE_TIMEOUT_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setUseAlpn(false)
        .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setStrictThreadMode(true);
  }

  /**
   * Verifies the client's certificate again, as it is now: a resumed session has not been checked.
   * Never blocks; some microseconds for a chain that is remembered.
   */
  public Verification verifyAtUpgrade(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return verifier.verify(Arrays.copyOf(chain, chain.length, X509Certificate[].class));
    } catch (SSLPeerUnverifiedException e) {
      return new Rejected(Reason.NO_CERTIFICATE, "no certificate");
    }
  }

  private static TrustAnchors anchors(TlsConfig config, Problems problems) {
    TrustAnchors builtIn =
        config.engineeringAnchors() ? TrustAnchors.engineering() : TrustAnchors.production();
    return config
        .caFile()
        .map(path -> builtIn.plus(new PemFile("tls.ca_file", path, problems).certificates()))
        .orElse(builtIn);
  }
}
