package io.fleettelemetry.auth;

import static io.fleettelemetry.auth.AuthFixture.FAR_AHEAD;
import static io.fleettelemetry.auth.AuthFixture.LONG_AGO;
import static io.fleettelemetry.auth.AuthFixture.NOW;
import static io.fleettelemetry.auth.AuthFixture.TOMORROW;
import static io.fleettelemetry.auth.AuthFixture.YESTERDAY;
import static io.fleettelemetry.auth.AuthFixture.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.CertificateBuilder;
import io.fleettelemetry.testing.TestPki;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerChainCheckTest {

  private final Credential root = authority("Root").selfSigned();
  private final Credential issuing = authority("Issuing").issuedBy(root);

  private static CertificateBuilder server() {
    return TestPki.certificate("telemetry.example.com").valid(LONG_AGO, FAR_AHEAD);
  }

  private static void assertGood(Credential server, Credential... authorities) {
    assertEquals(Optional.empty(), refusal(server, authorities));
  }

  private static void assertRefused(String detail, Credential server, Credential... authorities) {
    assertEquals(Optional.of(detail), refusal(server, authorities));
  }

  private static Optional<String> refusal(Credential server, Credential... authorities) {
    List<X509Certificate> trusted =
        Arrays.stream(authorities).map(Credential::certificate).toList();
    return ServerChainCheck.refusal(server.chain(), trusted, NOW);
  }

  @Test
  void takesAServerOfOneOfTheAuthorities() {
    Credential other = authority("Other").selfSigned();
    assertGood(server().serverAuth().issuedBy(root), other, root);
    assertGood(server().issuedBy(root), root);
    assertGood(server().serverAuth().issuedBy(issuing), root);
  }

  @Test
  void everyAuthorityIsAnAnchorSelfSignedOrNot() {
    Credential server = server().serverAuth().issuedBy(issuing);
    assertGood(new Credential(server.key(), List.of(server.certificate())), issuing);
    Credential own = server().serverAuth().selfSigned();
    assertGood(own, own);
  }

  @Test
  void namesTheIssuerThatIsMissing() {
    assertRefused(
        "unknown authority Root", server().issuedBy(root), authority("Other").selfSigned());
    Credential server = server().serverAuth().issuedBy(issuing);
    assertRefused(
        "unknown authority Issuing",
        new Credential(server.key(), List.of(server.certificate())),
        root);
    assertRefused(
        "unknown authority Root: has the name of a known one but another key",
        server().issuedBy(root),
        authority("Root").selfSigned());
  }

  @Test
  void namesTheDateThatIsWrong() {
    assertRefused(
        "expired on " + YESTERDAY, server().valid(LONG_AGO, YESTERDAY).issuedBy(root), root);
    assertRefused(
        "not valid before " + TOMORROW, server().valid(TOMORROW, FAR_AHEAD).issuedBy(root), root);
    Credential ended = authority("Ended").valid(LONG_AGO, YESTERDAY).selfSigned();
    assertRefused("authority Ended expired on " + YESTERDAY, server().issuedBy(ended), ended);
    Credential between = authority("Between").valid(LONG_AGO, YESTERDAY).issuedBy(root);
    assertRefused("intermediate Between expired on " + YESTERDAY, server().issuedBy(between), root);
  }

  @Test
  void refusesACertificateForClientsAlone() {
    assertRefused(
        "not a server certificate: the extended key usage of telemetry.example.com lacks serverAuth",
        server().clientAuth().issuedBy(root),
        root);
  }
}
