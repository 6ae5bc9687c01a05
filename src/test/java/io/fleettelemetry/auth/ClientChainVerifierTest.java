package io.fleettelemetry.auth;

import static io.fleettelemetry.auth.AuthFixture.FAR_AHEAD;
import static io.fleettelemetry.auth.AuthFixture.LONG_AGO;
import static io.fleettelemetry.auth.AuthFixture.NOW;
import static io.fleettelemetry.auth.AuthFixture.TOMORROW;
import static io.fleettelemetry.auth.AuthFixture.YESTERDAY;
import static io.fleettelemetry.auth.AuthFixture.authority;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.auth.Verification.Trusted;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.CertificateBuilder;
import io.fleettelemetry.testing.MutableClock;
import io.fleettelemetry.testing.TestPki;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientChainVerifierTest {

  private static final String ANY = "2.5.29.37.0";

  private final MutableClock clock = new MutableClock(NOW);
  private final Credential root = authority("Root").selfSigned();

  private static CertificateBuilder leaf(String name) {
    return TestPki.certificate(name).valid(LONG_AGO, FAR_AHEAD);
  }

  private ClientChainVerifier trusting(Credential... authorities) {
    List<X509Certificate> anchors = new ArrayList<>();
    for (Credential authority : authorities) {
      anchors.add(authority.certificate());
    }
    return new ClientChainVerifier(TrustAnchors.of(anchors), clock, 100);
  }

  private static Verification verify(ClientChainVerifier verifier, Credential client) {
    return verifier.verify(client.chain().toArray(X509Certificate[]::new));
  }

  private static void assertTrusted(ClientChainVerifier verifier, Credential client) {
    Trusted trusted = assertInstanceOf(Trusted.class, verify(verifier, client));
    assertEquals(DeviceIdentities.identify(client.certificate()), trusted.identification());
  }

  private static void assertRejected(
      Reason reason, String detail, ClientChainVerifier verifier, Credential client) {
    assertEquals(new Rejected(reason, detail), verify(verifier, client));
  }

  @Test
  void acceptsLeafUnderAnAnchor() {
    assertTrusted(trusting(root), leaf("device-1").clientAuth().issuedBy(root));
  }

  @Test
  void acceptsUsagesThatAllowClients() {
    assertAll(
        () -> assertTrusted(trusting(root), leaf("none").issuedBy(root)),
        () -> assertTrusted(trusting(root), leaf("any").extendedKeyUsages(ANY).issuedBy(root)),
        () -> assertTrusted(trusting(root), leaf("both").serverAuth().clientAuth().issuedBy(root)));
  }

  @Test
  void refusesUsagesThatDoNot() {
    String detail = "not a client certificate: the extended key usage of device-1 lacks clientAuth";
    assertAll(
        () ->
            assertRejected(
                Reason.NOT_A_CLIENT_CERTIFICATE,
                detail,
                trusting(root),
                leaf("device-1").serverAuth().issuedBy(root)),
        () ->
            assertRejected(
                Reason.NOT_A_CLIENT_CERTIFICATE,
                detail,
                trusting(root),
                leaf("device-1").extendedKeyUsages("1.3.6.1.4.1.49279.2.4.1").issuedBy(root)));
  }

  /** RFC 5280, 6.1.5 (g): a policy is required, and there is none. */
  @Test
  void refusesPolicyConstraintsThatAreNotMet() {
    byte[] explicitPolicyRequired = {0x30, 0x03, (byte) 0x80, 0x01, 0x00};
    for (boolean critical : new boolean[] {false, true}) {
      Credential client =
          leaf("device-1").extension("2.5.29.36", critical, explicitPolicyRequired).issuedBy(root);
      Rejected rejected = assertInstanceOf(Rejected.class, verify(trusting(root), client));
      assertEquals(Reason.INVALID, rejected.reason());
    }
  }

  @Test
  void refusesCriticalExtensionsThatNobodyKnows() {
    Credential client =
        leaf("device-1").extension("1.3.6.1.4.1.49279.9", true, (byte) 5, (byte) 0).issuedBy(root);
    Rejected rejected = assertInstanceOf(Rejected.class, verify(trusting(root), client));
    assertEquals(Reason.INVALID, rejected.reason());
  }

  @Test
  void refusesIntermediateThatIsLimitedToServers() {
    Credential servers = authority("Servers").serverAuth().issuedBy(root);

    assertRejected(
        Reason.NOT_A_CLIENT_CERTIFICATE,
        "not a client certificate: the extended key usage of Servers lacks clientAuth",
        trusting(root),
        leaf("device-1").clientAuth().issuedBy(servers));
  }

  @Test
  void findsThePathInAnyOrderAndAmongJunk() {
    Credential policy = authority("Policy").issuedBy(root);
    Credential issuing = authority("Issuing").issuedBy(policy);
    Credential client = leaf("device-1").issuedBy(issuing);
    Credential foreign = authority("Foreign").selfSigned();

    assertTrusted(
        trusting(root),
        new Credential(client.key(), List.of(client.certificate()))
            .sending(
                foreign.certificate(),
                root.certificate(),
                policy.certificate(),
                leaf("junk").issuedBy(foreign).certificate(),
                issuing.certificate()));
  }

  @Test
  void takesIntermediatesFromTheClientAlone() {
    Credential issuing = authority("Issuing").issuedBy(root);
    Credential client = leaf("device-1").issuedBy(issuing);

    assertRejected(
        Reason.UNKNOWN_AUTHORITY,
        "unknown authority Issuing",
        trusting(root),
        new Credential(client.key(), List.of(client.certificate())));
  }

  @Test
  void identityIsTheFirstCertificateWhateverComesBehind() {
    Credential genuine = leaf("5YJ30000000000001").issuedBy(root);
    Credential own = leaf("device-1").issuedBy(root);
    Credential forged = leaf("device-2").selfSigned();

    assertTrusted(trusting(root), own.sending(genuine.certificate()));
    assertRejected(
        Reason.UNKNOWN_AUTHORITY,
        "unknown authority device-2: the certificate is self-signed",
        trusting(root),
        forged.sending(genuine.certificate(), root.certificate()));
  }

  @Test
  void namesTheAuthorityThatIsMissing() {
    Credential foreign = authority("Foreign").selfSigned();
    Credential issuing = authority("Issuing").issuedBy(foreign);

    assertRejected(
        Reason.UNKNOWN_AUTHORITY,
        "unknown authority Foreign",
        trusting(root),
        leaf("device-1").issuedBy(issuing));
  }

  @Test
  void refusesAnAuthorityThatOnlyHasTheName() {
    String detail = "unknown authority Root: has the name of a known one but another key";
    Credential impostor = authority("Root").selfSigned();
    Credential rsaImpostor = authority("Root").rsa(2048).selfSigned();

    assertRejected(Reason.UNKNOWN_AUTHORITY, detail, trusting(root), leaf("a").issuedBy(impostor));
    assertRejected(
        Reason.UNKNOWN_AUTHORITY, detail, trusting(root), leaf("b").issuedBy(rsaImpostor));
  }

  @Test
  void refusesAnIntermediateThatIsNoAuthority() {
    Credential device = leaf("device-1").issuedBy(root);

    Rejected rejected =
        assertInstanceOf(Rejected.class, verify(trusting(root), leaf("device-2").issuedBy(device)));

    assertEquals(Reason.INVALID, rejected.reason());
    assertTrue(rejected.detail().startsWith("invalid certificate device-1: "), rejected::detail);
  }

  @Test
  void saysWhenACertificateIsOutOfDate() {
    assertRejected(
        Reason.EXPIRED,
        "expired on " + YESTERDAY,
        trusting(root),
        leaf("device-1").valid(LONG_AGO, YESTERDAY).issuedBy(root));
    assertRejected(
        Reason.NOT_YET_VALID,
        "not valid before " + TOMORROW,
        trusting(root),
        leaf("device-1").valid(TOMORROW, FAR_AHEAD).issuedBy(root));
    Credential issuing = authority("Issuing").valid(LONG_AGO, YESTERDAY).issuedBy(root);
    assertRejected(
        Reason.EXPIRED,
        "intermediate Issuing expired on " + YESTERDAY,
        trusting(root),
        leaf("device-1").issuedBy(issuing));
  }

  @Test
  void anchorOutsideItsValidityDoesNotCount() {
    Credential old = authority("Old").valid(LONG_AGO, YESTERDAY).selfSigned();
    Credential next = authority("Next").valid(TOMORROW, FAR_AHEAD).selfSigned();

    assertRejected(
        Reason.ANCHOR_EXPIRED,
        "authority Old expired on " + YESTERDAY,
        trusting(old),
        leaf("device-1").issuedBy(old));
    assertRejected(
        Reason.NOT_YET_VALID,
        "authority Next is not valid before " + TOMORROW,
        trusting(next),
        leaf("device-1").issuedBy(next));
  }

  @Test
  void anchorThatWasRenewedUnderItsNameCounts() {
    Credential old = authority("Root").valid(LONG_AGO, YESTERDAY).selfSigned();

    assertTrusted(trusting(old, root), leaf("device-1").issuedBy(root));
    assertRejected(
        Reason.EXPIRED,
        "expired on " + YESTERDAY,
        trusting(old, root),
        leaf("device-1").valid(LONG_AGO, YESTERDAY).issuedBy(root));
  }

  @Test
  void anchorNeedNotBeSelfSigned() {
    Credential issuing = authority("Issuing").issuedBy(root);

    assertTrusted(trusting(issuing), leaf("device-1").issuedBy(issuing));
  }

  @Test
  void anchorThatIsAClientsOwnCertificateStandsForItselfAlone() {
    Credential device = leaf("device-1").clientAuth().selfSigned();

    assertTrusted(trusting(device), device);
    assertRejected(
        Reason.UNKNOWN_AUTHORITY,
        "unknown authority device-1",
        trusting(device),
        leaf("device-2").issuedBy(device));
  }

  @Test
  void anchorThatIsAClientsOwnCertificateExpiresWithIt() {
    Credential device = leaf("device-1").valid(LONG_AGO, YESTERDAY).selfSigned();

    assertRejected(Reason.EXPIRED, "expired on " + YESTERDAY, trusting(device), device);
  }

  @Test
  void acceptsShortRsaKeysThatTheJdkStillAllows() {
    assertTrusted(trusting(root), leaf("device-1").rsa(1024).issuedBy(root));
  }

  @Test
  void refusesNothingAndTooMuch() {
    X509Certificate certificate = leaf("device-1").issuedBy(root).certificate();
    X509Certificate[] many = new X509Certificate[33];
    Arrays.fill(many, certificate);

    assertEquals(
        new Rejected(Reason.NO_CERTIFICATE, "no certificate"),
        trusting(root).verify(new X509Certificate[0]));
    assertEquals(
        new Rejected(Reason.INVALID, "33 certificates sent, at most 32 are looked at"),
        trusting(root).verify(many));
  }

  @Test
  void searchEndsHoweverManyPathsTheClientOffers() {
    List<X509Certificate> loop = new ArrayList<>();
    Credential first = authority("Loop").selfSigned();
    for (int i = 0; i < 31; i++) {
      loop.add(authority("Loop").selfSigned().certificate());
    }

    assertRejected(
        Reason.UNKNOWN_AUTHORITY,
        "unknown authority Loop",
        trusting(root),
        leaf("device-1").issuedBy(first).sending(loop.toArray(X509Certificate[]::new)));
  }

  @Test
  void rememberedChainEndsWithItsCertificate() {
    ClientChainVerifier verifier = trusting(root);
    Credential client = leaf("device-1").valid(LONG_AGO, TOMORROW).issuedBy(root);

    assertTrusted(verifier, client);
    assertTrusted(verifier, client);
    assertEquals(1, verifier.cachedChains());
    clock.set(TOMORROW);
    assertTrusted(verifier, client);
    clock.advance(Duration.ofMillis(1));
    assertRejected(Reason.EXPIRED, "expired on " + TOMORROW, verifier, client);
    assertEquals(0, verifier.cachedChains());
  }

  @Test
  void rememberedChainEndsWithItsAnchorAndItsIntermediate() {
    Credential ending = authority("Ending").valid(LONG_AGO, TOMORROW).selfSigned();
    Credential issuing = authority("Issuing").valid(LONG_AGO, TOMORROW).issuedBy(root);
    ClientChainVerifier verifier = trusting(root, ending);
    Credential underAnchor = leaf("device-1").issuedBy(ending);
    Credential underIntermediate = leaf("device-2").issuedBy(issuing);

    assertTrusted(verifier, underAnchor);
    assertTrusted(verifier, underIntermediate);
    clock.set(TOMORROW.plusMillis(1));

    assertRejected(
        Reason.ANCHOR_EXPIRED, "authority Ending expired on " + TOMORROW, verifier, underAnchor);
    assertRejected(
        Reason.EXPIRED, "intermediate Issuing expired on " + TOMORROW, verifier, underIntermediate);
  }

  @Test
  void remembersNoMoreThanItsCapacity() {
    ClientChainVerifier verifier =
        new ClientChainVerifier(TrustAnchors.of(List.of(root.certificate())), clock, 2);

    for (int i = 0; i < 5; i++) {
      assertTrusted(verifier, leaf("device-" + i).issuedBy(root));
    }

    assertEquals(2, verifier.cachedChains());
  }

  @Test
  void remembersNoChainThatWasRefused() {
    ClientChainVerifier verifier = trusting(root);

    verify(verifier, leaf("device-1").selfSigned());

    assertEquals(0, verifier.cachedChains());
  }

  @Test
  void aChainHoldsUntilTheFirstOfItsCertificatesEnds() {
    Credential ending = authority("Ending").valid(LONG_AGO, TOMORROW).selfSigned();
    Credential issuing = authority("Issuing").valid(LONG_AGO, TOMORROW).issuedBy(root);
    ClientChainVerifier verifier = trusting(root, ending);
    for (Credential client :
        List.of(
            leaf("device-1").valid(LONG_AGO, TOMORROW).issuedBy(root),
            leaf("device-2").issuedBy(issuing),
            leaf("device-3").issuedBy(ending))) {
      assertEquals(TOMORROW, assertInstanceOf(Trusted.class, verify(verifier, client)).until());
    }
  }

  @Test
  void listsOfDevicesAreAskedOfRememberedChainsToo() {
    Credential authority = authority("TeslaMotors").selfSigned();
    Credential client = leaf("device-1").issuedBy(authority);
    ClientChainVerifier before = trusting(authority);
    assertTrusted(before, client);

    ClientChainVerifier after =
        before.with(with(before.rules(), AccessList.of(Optional.empty(), List.of("device-1"))));

    assertEquals(1, after.cachedChains());
    assertRejected(
        Reason.DENIED, "vehicle_device.device-1 is on the list of denied devices", after, client);
    assertTrusted(before, client);
  }

  @Test
  void aCertificateWithoutIdentityIsOnNoList() {
    ClientChainVerifier before = trusting(root);
    assertTrusted(
        before.with(
            with(
                before.rules(), AccessList.of(Optional.of(List.of("other")), List.of("device-1")))),
        leaf("device-1").issuedBy(root));
  }

  @Test
  void whatIsRememberedEndsWithTheAnchors() {
    Credential client = leaf("device-1").issuedBy(root);
    ClientChainVerifier before = trusting(root);
    assertTrusted(before, client);

    ClientRules without =
        new ClientRules(TrustAnchors.of(List.of()), RevocationLists.none(), AccessList.anybody());
    assertRejected(
        Reason.UNKNOWN_AUTHORITY, "unknown authority Root", before.with(without), client);
  }

  private static ClientRules with(ClientRules rules, AccessList access) {
    return new ClientRules(rules.anchors(), rules.revocations(), access);
  }
}
