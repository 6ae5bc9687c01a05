package io.fleettelemetry.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.netty.handler.ssl.OpenSslCertificateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsEngineTest {

  private static ClientRejectedException rejection(Reason reason) {
    return new ClientRejectedException(new Rejected(reason, "detail"));
  }

  /** Numbers of X509_V_ERR, from which BoringSSL makes the alert. */
  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_AUTHORITY, 20",
    "ANCHOR_EXPIRED, 20",
    "INVALID, 28",
    "NOT_YET_VALID, 9",
    "EXPIRED, 10",
    "NOT_A_CLIENT_CERTIFICATE, 26",
    "REVOKED, 23",
    "NOT_ALLOWED, 50",
    "DENIED, 50"
  })
  void boringSslIsToldWhichAlertToSend(Reason reason, int code) {
    // Loads the library, whose constants the codes are.
    assertTrue(TlsEngine.BORINGSSL.isAvailable());

    OpenSslCertificateException refusal =
        assertInstanceOf(
            OpenSslCertificateException.class, TlsEngine.BORINGSSL.refusal(rejection(reason)));

    assertEquals(code, refusal.errorCode());
    assertInstanceOf(ClientRejectedException.class, refusal.getCause());
  }

  @Test
  void jdkTakesTheRejectionAsItIs() {
    ClientRejectedException rejection = rejection(Reason.EXPIRED);

    assertSame(rejection, TlsEngine.JDK.refusal(rejection));
  }
}
