package io.fleettelemetry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.auth.Verification.Trusted;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.MutableClock;
import io.fleettelemetry.testing.TestPki;
import java.io.InputStream;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustAnchorsTest {

  private record Fact(X500Principal name, PublicKey key, Instant notBefore, Instant notAfter) {}

  private static TrustAnchors builtIn(String kind) {
    return kind.equals("production") ? TrustAnchors.production() : TrustAnchors.engineering();
  }

  private static List<X509Certificate> certificates(String kind) throws Exception {
    try (InputStream in = TrustAnchorsTest.class.getResourceAsStream("anchors-" + kind + ".pem")) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  private static Set<Fact> facts(TrustAnchors anchors) {
    return anchors.all().stream()
        .map(a -> new Fact(a.name(), a.key(), a.notBefore(), a.notAfter()))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"production, 14", "engineering, 8"})
  void builtInAnchorsAreThoseOfTheCertificates(String kind, int count) throws Exception {
    assertEquals(count, builtIn(kind).size());
    assertEquals(facts(TrustAnchors.of(certificates(kind))), facts(builtIn(kind)));
  }

  @ParameterizedTest
  @CsvSource({
    "Tesla Motors Product Issuing CA, 2026-11-24T00:00:00Z",
    "Tesla Motors Product RSA Issuing CA, 2026-11-24T00:00:00Z",
    "Tesla Motors Products CA, 2026-11-24T00:00:00Z",
    "Tesla Issuing CA, 2025-01-01T00:00:00Z"
  })
  void signaturesOfTheFieldVerifyUnderBuiltInAnchors(String name, Instant now) throws Exception {
    X509Certificate certificate = named("production", name);

    assertInstanceOf(
        Trusted.class, verifier(TrustAnchors.production(), now).verify(chain(certificate)));
  }

  @Test
  void builtInAnchorOfTheSameNameButAnotherEnvironmentDoesNotCount() throws Exception {
    Instant now = Instant.parse("2026-11-24T00:00:00Z");

    Rejected rejected =
        assertInstanceOf(
            Rejected.class,
            verifier(TrustAnchors.production(), now)
                .verify(chain(named("engineering", "Tesla Motors Products CA"))));

    assertEquals(Reason.UNKNOWN_AUTHORITY, rejected.reason());
  }

  @Test
  void certificatesAreAddedToTheBuiltInOnes() {
    Credential authority = TestPki.authority("TeslaMotors");
    TrustAnchors anchors = TrustAnchors.production().plus(List.of(authority.certificate()));

    assertEquals(15, anchors.size());
    assertTrue(
        anchors.signing(authority.certificate().getSubjectX500Principal()).stream()
            .anyMatch(anchor -> anchor.key().equals(authority.certificate().getPublicKey())));
  }

  private static X509Certificate named(String kind, String commonName) throws Exception {
    return certificates(kind).stream()
        .filter(
            certificate ->
                DistinguishedNames.commonName(certificate.getSubjectX500Principal())
                    .equals(commonName))
        .findFirst()
        .orElseThrow();
  }

  private static ClientChainVerifier verifier(TrustAnchors anchors, Instant now) {
    return new ClientChainVerifier(anchors, new MutableClock(now), 10);
  }

  private static X509Certificate[] chain(X509Certificate... certificates) {
    return certificates;
  }
}
