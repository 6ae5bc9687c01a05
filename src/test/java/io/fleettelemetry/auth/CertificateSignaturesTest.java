package io.fleettelemetry.auth;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.TestPki;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateSignaturesTest {

  /** Where the native library comes for: elsewhere Java goes on verifying. */
  private static final boolean NATIVE =
      System.getProperty("os.name").equals("Linux")
          && System.getProperty("os.arch").equals("amd64");

  private final CertificateSignatures signatures = new CertificateSignatures();
  private final Credential elliptic = TestPki.certificate("EC").authority().selfSigned();
  private final Credential rsa = TestPki.certificate("RSA").authority().rsa(2048).selfSigned();
  private final Credential stranger = TestPki.certificate("EC").authority().selfSigned();

  @Test
  void javaVerifiesUntilTheNativeLibraryIsLoaded() {
    verifiesAndRefuses();
    await().atMost(Duration.ofSeconds(30)).until(() -> signatures.isNative() == NATIVE);
    verifiesAndRefuses();
  }

  @Test
  void refusesASignatureThatIsNone() throws GeneralSecurityException {
    PublicKey signer = elliptic.certificate().getPublicKey();
    X509Certificate broken =
        brokenSignature(TestPki.certificate("device-1").issuedBy(elliptic).certificate());
    assertThrows(GeneralSecurityException.class, () -> signatures.verify(broken, signer));
    await().atMost(Duration.ofSeconds(30)).until(() -> signatures.isNative() == NATIVE);
    assertThrows(GeneralSecurityException.class, () -> signatures.verify(broken, signer));
  }

  /** The signature ends the certificate; this one is no DER sequence any more. */
  private static X509Certificate brokenSignature(X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] encoded = certificate.getEncoded();
    encoded[encoded.length - certificate.getSignature().length] = 0;
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private void verifiesAndRefuses() {
    for (Credential signer : List.of(elliptic, rsa)) {
      Credential leaf = TestPki.certificate("device-1").issuedBy(signer);
      assertDoesNotThrow(
          () -> signatures.verify(leaf.certificate(), signer.certificate().getPublicKey()));
      for (Credential other : List.of(elliptic, rsa, stranger)) {
        if (!other.equals(signer)) {
          assertThrows(
              GeneralSecurityException.class,
              () -> signatures.verify(leaf.certificate(), other.certificate().getPublicKey()));
        }
      }
    }
  }
}
