package io.fleettelemetry.server.tls;

import io.fleettelemetry.auth.ClientChainVerifier;
import io.fleettelemetry.auth.Verification;
import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.config.AccessConfig;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.metrics.Metrics;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Mutual TLS of the vehicle listener. Sessions may be resumed, which spares both sides most of a
 * handshake but does not ask about the certificate again: {@link #verify} does. What it was made
 * from can be read again while it is in use. Thread-safe.
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

  /** What came of reading the files again. */
  public sealed interface Reloading {

    /**
     * Everything fits together and is in use.
     *
     * @param certificateChanged whether the server's certificate or its key is another one, which
     *     listeners take up when they are given {@link VehicleTls#sslOptions} again
     * @param accessChanged whether authorities, revocation lists or lists of devices are others,
     *     which counts from now on
     * @param warnings what an operator should know, told before or not
     */
    record Reloaded(boolean certificateChanged, boolean accessChanged, List<Problem> warnings)
        implements Reloading {}

    /**
     * Nothing has changed, also of what was good.
     *
     * @param problems all of them, each with its key, file and rule
     */
    record Refused(List<Problem> problems) implements Reloading {}
  }

  /** A fleet's worth: about 20 MB when full. */
  private static final int CACHED_CHAINS = 50_000;

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private final TlsEngine engine;
  private final Clock clock;
  private final HandshakeObserver observer;
  private final CertificateEnds ends;
  private final Object reloading = new Object();
  private final AtomicLong revision = new AtomicLong();
  private volatile TlsFiles files;
  private volatile ClientChainVerifier verifier;

  private VehicleTls(
      TlsFiles files,
      TlsEngine engine,
      Clock clock,
      HandshakeObserver observer,
      CertificateEnds ends) {
    this.files = files;
    this.engine = engine;
    this.clock = clock;
    this.observer = observer;
    this.ends = ends;
    this.verifier = new ClientChainVerifier(files.clients(), clock, CACHED_CHAINS);
    ends.show(files);
  }

  /**
   * Loads what the configuration names. Blocks the thread.
   *
   * @param clock what the validity of certificates is measured by
   */
  public static Loading load(
      TlsConfig config, AccessConfig access, Metrics metrics, TlsEngine engine, Clock clock) {
    Problems problems = new Problems();
    Optional<TlsFiles> files =
        TlsFiles.read(config, access, Optional.empty(), clock.instant(), problems);
    return files.isPresent()
        ? new Loading.Loaded(
            new VehicleTls(
                files.get(),
                engine,
                clock,
                new HandshakeObserver(metrics, config.logHandshakeFailures()),
                new CertificateEnds(metrics, clock)))
        : new Loading.Refused(problems.errors());
  }

  /**
   * Reports what {@link #load} would refuse, and a server certificate that is not valid for long.
   * Passes over a file that is missing in the configuration. Blocks the thread.
   */
  public static void check(TlsConfig config, AccessConfig access, Clock clock, Problems problems) {
    Instant now = clock.instant();
    Problems found = new Problems();
    TlsFiles.read(config, access, Optional.empty(), now, found)
        .ifPresent(
            files ->
                files.warnOfServersEnd(
                    new PemFile("tls.server_cert", config.serverCert(), found), now));
    problems.addAll(found);
  }

  /**
   * Reads all files again and takes up what changed, all of it or nothing: what belongs together is
   * not replaced at one moment, so a refusal may be over when it is tried again. Blocks the thread,
   * while another one reloads too.
   */
  public Reloading reload(TlsConfig config, AccessConfig access) {
    synchronized (reloading) {
      Problems problems = new Problems();
      Optional<TlsFiles> read =
          TlsFiles.read(config, access, Optional.of(files), clock.instant(), problems);
      read.filter(next -> !next.keyPair().isSameAs(files.keyPair()))
          .flatMap(next -> engine.fault(next.keyPair().keyManagers()))
          .ifPresent(
              fault ->
                  problems.error(
                      "tls.server_cert",
                      config.serverCert().toString(),
                      "the TLS engine does not take it: " + fault));
      return read.isPresent() && !problems.hasErrors()
          ? replace(read.get(), problems.warnings())
          : new Reloading.Refused(problems.errors());
    }
  }

  private Reloading replace(TlsFiles next, List<Problem> warnings) {
    boolean certificateChanged = !next.keyPair().isSameAs(files.keyPair());
    boolean accessChanged = !next.clients().equals(files.clients());
    if (accessChanged) {
      verifier = verifier.with(next.clients());
      revision.incrementAndGet();
    }
    // Rules that are the same stay the same ones: long lists are not held twice.
    files = new TlsFiles(next.keyPair(), verifier.rules(), next.vehicleAuthorities());
    if (certificateChanged || accessChanged) {
      ends.show(files);
    }
    return new Reloading.Reloaded(certificateChanged, accessChanged, warnings);
  }

  /** The engine in use. */
  public TlsEngine engine() {
    return engine;
  }

  /**
   * Grows with every reload that changed who may connect; what {@link #verify} says after it was
   * read is as that reload left it, or newer. Never blocks.
   */
  public long revision() {
    return revision.get();
  }

  /**
   * Logs a warning for each certificate, authority and list that ends soon or has ended; meant to
   * be called once a day. Never blocks.
   */
  public void warnOfEnds() {
    ends.warn();
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
        .setKeyCertOptions(KeyCertOptions.wrap(files.keyPair().keyManagers()))
        .setTrustOptions(
            TrustOptions.wrap(new VehicleTrustManager(() -> verifier, engine, observer)))
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setUseAlpn(false)
        .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setStrictThreadMode(true);
  }

  /** What {@link #serverOptions} say about TLS, with the certificate and key as they are now. */
  public ServerSSLOptions sslOptions() {
    return serverOptions("", 0).getSslOptions();
  }

  /**
   * Verifies a client's certificate by authorities, revocation and lists as they are now: at the
   * upgrade, since a resumed session has not been checked, and while a connection is open. Never
   * blocks; some microseconds for a chain that is remembered.
   */
  public Verification verify(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return verifier.verify(Arrays.copyOf(chain, chain.length, X509Certificate[].class));
    } catch (SSLPeerUnverifiedException e) {
      return new Rejected(Reason.NO_CERTIFICATE, "no certificate");
    }
  }
}
