package io.fleettelemetry.server.tls;

import io.fleettelemetry.auth.ClientChainVerifier;
import io.fleettelemetry.auth.Verification;
import io.fleettelemetry.auth.Verification.Rejected;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets the verifier of the moment decide at the handshake, so that a new one needs no new listener.
 * Names no authorities to clients.
 */
final class VehicleTrustManager extends X509ExtendedTrustManager {

  private final Supplier<ClientChainVerifier> verifier;
  private final TlsEngine engine;
  private final HandshakeObserver observer;

  VehicleTrustManager(
      Supplier<ClientChainVerifier> verifier, TlsEngine engine, HandshakeObserver observer) {
    this.verifier = verifier;
    this.engine = engine;
    this.observer = observer;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    Verification verification = verifier.get().verify(chain);
    if (verification instanceof Rejected rejected) {
      throw engine.refusal(new ClientRejectedException(rejected));
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine sslEngine)
      throws CertificateException {
    observer.presented(sslEngine, chain[0]);
    checkClientTrusted(chain, authType);
  }

  /** A long list of authorities has made vehicles send no certificate at all. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this side of the connection is the server");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine sslEngine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }
}
