package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.testing.TestPki;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {

  private static final String VIN = "5YJ3E1EA000000042";
  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(30));

  private static X509ExtendedTrustManager trusting(CertificateAuthority authority)
      throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(TestPki.trustStore(authority.certificate()));
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static X509Certificate[] chain(Credential credential) {
    return credential.chain().toArray(X509Certificate[]::new);
  }

  @Test
  void jdkTrustsVehiclesAsClientsAlone() throws Exception {
    Credential vehicle = AUTHORITY.vehicle(VIN);
    assertEquals("CN=" + VIN, vehicle.certificate().getSubjectX500Principal().getName());
    trusting(AUTHORITY).checkClientTrusted(chain(vehicle), "EC");
    assertThrows(
        CertificateException.class,
        () -> trusting(AUTHORITY).checkServerTrusted(chain(vehicle), "ECDHE_ECDSA"));
  }
}
