package io.fleettelemetry.server.tls;

import io.fleettelemetry.auth.Verification.Reason;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.CertificateVerifier;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/** What does the TLS work of the listener. */
public enum TlsEngine {

  /** BoringSSL through Netty; a handshake costs two to four times less than with the JDK's. */
  BORINGSSL {
    @Override
    SSLEngineOptions options(HandshakeObserver observer) {
      return new OpenSSLEngineOptions() {
        @Override
        public SslContextFactory sslContextFactory() {
          return new ObservedSslContextFactory(
              SslProvider.OPENSSL, isSessionCacheEnabled(), observer);
        }
      };
    }

    /** Without the code the client would be told of an internal error. */
    @Override
    CertificateException refusal(ClientRejectedException cause) {
      return new OpenSslCertificateException(
          cause.getMessage(), cause, verifyError(cause.rejected().reason()));
    }
  },

  /** The JDK's own, which runs everywhere. */
  JDK {
    @Override
    SSLEngineOptions options(HandshakeObserver observer) {
      return new JdkSSLEngineOptions() {
        @Override
        public SslContextFactory sslContextFactory() {
          return new ObservedSslContextFactory(SslProvider.JDK, false, observer);
        }
      };
    }

    @Override
    CertificateException refusal(ClientRejectedException cause) {
      return cause;
    }
  };

  /** The faster one that this machine has. */
  public static TlsEngine best() {
    return BORINGSSL.isAvailable() ? BORINGSSL : JDK;
  }

  /** Whether this machine has it: BoringSSL comes for Linux on x86-64 and aarch64. */
  public boolean isAvailable() {
    return this == JDK || OpenSsl.isAvailable();
  }

  /** Options that make Vert.x use this engine, and tell the observer of every handshake. */
  abstract SSLEngineOptions options(HandshakeObserver observer);

  /** Why this engine cannot be given a key pair; empty when it can. Takes some milliseconds. */
  Optional<String> fault(KeyManagerFactory keyManagers) {
    SslProvider provider = this == JDK ? SslProvider.JDK : SslProvider.OPENSSL;
    try {
      SslContextBuilder.forServer(keyManagers).sslProvider(provider).build();
      return Optional.empty();
    } catch (SSLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What a trust manager throws so that the client gets the fitting alert. */
  abstract CertificateException refusal(ClientRejectedException cause);

  private static int verifyError(Reason reason) {
    return switch (reason) {
      case UNKNOWN_AUTHORITY, ANCHOR_EXPIRED ->
          CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
      case EXPIRED -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
      case NOT_YET_VALID -> CertificateVerifier.X509_V_ERR_CERT_NOT_YET_VALID;
      case NOT_A_CLIENT_CERTIFICATE -> CertificateVerifier.X509_V_ERR_INVALID_PURPOSE;
      case REVOKED -> CertificateVerifier.X509_V_ERR_CERT_REVOKED;
      case NOT_ALLOWED, DENIED -> CertificateVerifier.X509_V_ERR_APPLICATION_VERIFICATION;
      case INVALID, NO_CERTIFICATE -> CertificateVerifier.X509_V_ERR_CERT_REJECTED;
    };
  }
}
