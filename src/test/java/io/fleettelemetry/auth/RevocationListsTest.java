package io.fleettelemetry.auth;

import static io.fleettelemetry.auth.AuthFixture.FAR_AHEAD;
import static io.fleettelemetry.auth.AuthFixture.LONG_AGO;
import static io.fleettelemetry.auth.AuthFixture.NOW;
import static io.fleettelemetry.auth.AuthFixture.TOMORROW;
import static io.fleettelemetry.auth.AuthFixture.YESTERDAY;
import static io.fleettelemetry.auth.AuthFixture.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.auth.Verification.Trusted;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.MutableClock;
import io.fleettelemetry.testing.TestPki;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RevocationListsTest {

  private final Credential root = authority("Root").selfSigned();
  private final Credential issuing = authority("Issuing").issuedBy(root);

  private static Credential device(String name, Credential issuer) {
    return TestPki.certificate(name).clientAuth().valid(LONG_AGO, FAR_AHEAD).issuedBy(issuer);
  }

  private static X509CRL list(Credential issuer, Credential... revoked) {
    return TestPki.revocationList(issuer)
        .updates(YESTERDAY, TOMORROW)
        .revoke(Arrays.stream(revoked).map(Credential::certificate).toArray(X509Certificate[]::new))
        .sign();
  }

  private static TrustAnchors anchors(Credential... authorities) {
    return TrustAnchors.of(Arrays.stream(authorities).map(Credential::certificate).toList());
  }

  private static ClientChainVerifier verifier(TrustAnchors anchors, X509CRL... lists) {
    RevocationLists.Reading reading = RevocationLists.read(List.of(lists), anchors, NOW);
    assertEquals(List.of(), reading.errors());
    return new ClientChainVerifier(
        new ClientRules(anchors, reading.lists(), AccessList.anybody()), new MutableClock(NOW), 10);
  }

  private static Verification verify(ClientChainVerifier verifier, Credential client) {
    return verifier.verify(client.chain().toArray(X509Certificate[]::new));
  }

  private static String serialNumber(Credential credential) {
    return credential.certificate().getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
  }

  private static void assertRevoked(
      String detail, ClientChainVerifier verifier, Credential client) {
    assertEquals(new Rejected(Reason.REVOKED, detail), verify(verifier, client));
  }

  private static void assertTrusted(ClientChainVerifier verifier, Credential client) {
    assertInstanceOf(Trusted.class, verify(verifier, client));
  }

  @Test
  void refusesWhoIsOnTheListOfTheIssuer() {
    Credential revoked = device("device-1", root);
    ClientChainVerifier verifier = verifier(anchors(root), list(root, revoked));

    assertRevoked(
        "revoked on %s: serial number %s of Root".formatted(YESTERDAY, serialNumber(revoked)),
        verifier,
        revoked);
    assertEquals(0, verifier.cachedChains());
    assertTrusted(verifier, device("device-2", root));
  }

  @Test
  void refusesWhoeverComesFromARevokedIntermediate() {
    assertRevoked(
        "authority Issuing revoked on %s: serial number %s of Root"
            .formatted(YESTERDAY, serialNumber(issuing)),
        verifier(anchors(root), list(root, issuing)),
        device("device-1", issuing));
  }

  @Test
  void takesTheListOfAnIntermediateThatClientsSend() {
    Credential revoked = device("device-1", issuing);
    ClientChainVerifier verifier = verifier(anchors(root), list(root), list(issuing, revoked));

    assertRevoked(
        "revoked on %s: serial number %s of Issuing".formatted(YESTERDAY, serialNumber(revoked)),
        verifier,
        revoked);
    assertTrusted(verifier, device("device-2", issuing));
  }

  @Test
  void passesOverTheListOfAnotherKeyWithTheSameName() {
    Credential namesake = authority("Issuing").issuedBy(root);
    Credential first = device("device-1", issuing);
    Credential second = device("device-2", issuing);
    ClientChainVerifier verifier = verifier(anchors(root), list(namesake, first, second));

    assertTrusted(verifier, first);
    // By now it is remembered whose the list is not.
    assertTrusted(verifier, second);
  }

  @Test
  void refusesAnAnchorThatItsOwnIssuerTookBack() {
    assertRevoked(
        "authority Issuing revoked on %s: serial number %s of Root"
            .formatted(YESTERDAY, serialNumber(issuing)),
        verifier(anchors(root, issuing), list(root, issuing)),
        device("device-1", issuing));
  }

  @Test
  void refusesAClientsOwnCertificateAsAnAnchorToo() {
    Credential revoked = device("device-1", root);
    assertRevoked(
        "revoked on %s: serial number %s of Root".formatted(YESTERDAY, serialNumber(revoked)),
        verifier(anchors(root, revoked), list(root, revoked)),
        revoked);
  }

  @Test
  void everyListOfAnAuthorityCounts() {
    Credential first = device("device-1", root);
    Credential second = device("device-2", root);
    ClientChainVerifier verifier = verifier(anchors(root), list(root, first), list(root, second));

    for (Credential revoked : List.of(first, second)) {
      assertEquals(
          Reason.REVOKED, assertInstanceOf(Rejected.class, verify(verifier, revoked)).reason());
    }
  }

  @Test
  void anOutdatedListCountsWithAWarning() {
    Credential revoked = device("device-1", root);
    X509CRL outdated =
        TestPki.revocationList(root)
            .updates(LONG_AGO, YESTERDAY)
            .revoke(revoked.certificate())
            .sign();

    RevocationLists.Reading reading = RevocationLists.read(List.of(outdated), anchors(root), NOW);

    assertEquals(
        List.of(
            "the list of Root should have been replaced by "
                + YESTERDAY
                + "; it still counts, but whoever was revoked since gets in"),
        reading.warnings());
    assertRevoked(
        "revoked on %s: serial number %s of Root".formatted(LONG_AGO, serialNumber(revoked)),
        verifier(anchors(root), outdated),
        revoked);
  }

  @Test
  void aForgedListIsAnError() {
    Credential impostor = authority("Root").selfSigned();

    RevocationLists.Reading reading =
        RevocationLists.read(List.of(list(impostor)), anchors(root), NOW);

    assertEquals(
        List.of(
            "the list of Root is not signed with that authority's key; get it from that authority again,"
                + " or take it out"),
        reading.errors());
  }

  @Test
  void warnsOfAListThatMayNeverCount() {
    RevocationLists.Reading reading =
        RevocationLists.read(List.of(list(issuing)), anchors(root), NOW);

    assertEquals(List.of(), reading.errors());
    assertEquals(1, reading.warnings().size());
    assertTrue(
        reading.warnings().get(0).startsWith("Issuing, whose list it is, is no known authority"),
        reading.warnings()::toString);
  }

  @Test
  void builtInAnchorsAreNamesAndKeysThatMaySignLists() {
    // The built-in ones' private keys are not here: a list with one of their names is a forgery.
    Credential impostor = authority("Tesla Motors Products CA").selfSigned();

    assertEquals(
        List.of(
            "the list of Tesla Motors Products CA is not signed with that authority's key; get it from that authority again,"
                + " or take it out"),
        RevocationLists.read(List.of(list(impostor)), TrustAnchors.production(), NOW).errors());
  }

  @Test
  void findsOneAmongAHundredThousand() {
    Credential revoked = device("device-1", root);
    X509CRL list =
        TestPki.revocationList(root)
            .updates(YESTERDAY, TOMORROW)
            .revokeOthers(100_000)
            .revoke(revoked.certificate())
            .sign();
    ClientChainVerifier verifier = verifier(anchors(root), list);

    assertEquals(
        Reason.REVOKED, assertInstanceOf(Rejected.class, verify(verifier, revoked)).reason());
    assertTrusted(verifier, device("device-2", root));
  }

  @Test
  void listsAreTheSameWhenTheirBytesAre() {
    X509CRL list = list(root);
    TrustAnchors anchors = anchors(root);

    assertEquals(
        RevocationLists.read(List.of(list), anchors, NOW).lists(),
        RevocationLists.read(List.of(list), anchors, TOMORROW).lists());
    assertNotEquals(
        RevocationLists.read(List.of(list), anchors, NOW).lists(),
        RevocationLists.read(List.of(list(root, issuing)), anchors, NOW).lists());
  }
}
