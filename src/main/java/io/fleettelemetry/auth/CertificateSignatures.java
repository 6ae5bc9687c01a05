package io.fleettelemetry.auth;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the signatures of certificates, natively where this machine can: for ECDSA on P-256 Java
 * takes five to fifteen times as long, which is nearly all that a vehicle's first contact costs.
 * Thread-safe, never blocks.
 */
final class CertificateSignatures {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateSignatures.class);

  private final AtomicBoolean asked = new AtomicBoolean();

  /** Null until it is loaded, and where it cannot be. */
  private volatile Provider nativeProvider;

  /**
   * Verifies one signature. The first call has the native library loaded, which takes half a second
   * of a thread of its own; until then Java verifies.
   *
   * @throws GeneralSecurityException when the key did not sign the certificate
   */
  void verify(X509Certificate certificate, PublicKey signer) throws GeneralSecurityException {
    Provider provider = nativeProvider;
    if (provider != null) {
      certificate.verify(signer, provider);
      return;
    }
    if (asked.compareAndSet(false, true)) {
      Thread loader = new Thread(this::load, "native-signatures");
      loader.setDaemon(true);
      loader.start();
    }
    certificate.verify(signer);
  }

  private void load() {
    Throwable problem;
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      problem = provider.getLoadingError();
      if (problem == null) {
        provider.assertHealthy();
        nativeProvider = provider;
        return;
      }
    } catch (RuntimeException | LinkageError e) {
      problem = e;
    }
    LOG.atDebug().addKeyValue("error", problem.getMessage()).log("native_signatures_missing");
  }

  /** Whether signatures are verified natively by now. */
  boolean isNative() {
    return nativeProvider != null;
  }
}
