package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CertificateAuthorityTest {

  private static final String VIN = "5YJ3E1EA000000042";
  private static final List<String> NAMES =
      List.of("localhost", "*.telemetry.example.com", "127.0.0.1", "::1");
  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(30));

  private final Credential server = AUTHORITY.server(NAMES);
  private final Credential vehicle = AUTHORITY.vehicle(VIN);

  private static void handshake(String host, Credential server, Credential client)
      throws SSLException {
    MemoryHandshake.run(host, server, client, AUTHORITY.certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "eu.telemetry.example.com", "127.0.0.1", "::1"})
  void aServerIsTrustedByItsNamesAndAddresses(String host) {
    assertDoesNotThrow(() -> handshake(host, server, vehicle));
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "telemetry.example.com", "127.0.0.2", "::2"})
  void aServerIsNotTrustedByOthers(String host) {
    assertThrows(SSLException.class, () -> handshake(host, server, vehicle));
  }

  @Test
  void serversAndVehiclesAreNotTakenForEachOther() {
    assertThrows(SSLException.class, () -> handshake("localhost", vehicle, vehicle));
    assertThrows(SSLException.class, () -> handshake("localhost", server, server));
  }

  @Test
  void anotherAuthorityOfTheSameNameIsNotTrusted() {
    CertificateAuthority other = CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));
    assertThrows(SSLException.class, () -> handshake("localhost", server, other.vehicle(VIN)));
    assertThrows(SSLException.class, () -> handshake("localhost", other.server(NAMES), vehicle));
  }

  @Test
  void whatItIssuesIsValidFromAnHourAgoToItsOwnEnd() {
    Instant end = AUTHORITY.certificate().getNotAfter().toInstant();
    Instant month = Instant.now().plus(Duration.ofDays(30));
    assertTrue(end.isAfter(month.minusSeconds(600)) && !end.isAfter(month), end::toString);
    Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    for (Credential one : List.of(AUTHORITY.credential(), server, vehicle)) {
      assertEquals(end, one.certificate().getNotAfter().toInstant());
      Instant start = one.certificate().getNotBefore().toInstant();
      assertTrue(start.isAfter(hourAgo.minusSeconds(600)) && !start.isAfter(hourAgo));
    }
  }

  @Test
  void extensionsSayWhatEachIsFor() throws GeneralSecurityException {
    X509Certificate authority = AUTHORITY.certificate();
    assertEquals(0, authority.getBasicConstraints());
    assertEquals(List.of(5, 6), usages(authority));
    assertEquals(-1, vehicle.certificate().getBasicConstraints());
    assertEquals(List.of(0), usages(vehicle.certificate()));
    assertEquals(List.of("1.3.6.1.5.5.7.3.2"), vehicle.certificate().getExtendedKeyUsage());
    assertEquals(-1, server.certificate().getBasicConstraints());
    assertEquals(List.of(0), usages(server.certificate()));
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), server.certificate().getExtendedKeyUsage());
    assertEquals("CN=localhost", server.certificate().getSubjectX500Principal().getName());
    assertEquals("CN=" + VIN, vehicle.certificate().getSubjectX500Principal().getName());
  }

  private static List<Integer> usages(X509Certificate certificate) {
    boolean[] bits = certificate.getKeyUsage();
    return IntStream.range(0, bits.length).filter(i -> bits[i]).boxed().toList();
  }

  @Test
  void keyIdentifiersLeadFromTheIssuedToTheAuthority() {
    byte[] own = AUTHORITY.certificate().getExtensionValue("2.5.29.14");
    byte[] issuers = vehicle.certificate().getExtensionValue("2.5.29.35");
    // Both end with the identifier's 20 bytes.
    assertArrayEquals(tail(own), tail(issuers));
    assertFalse(
        Arrays.equals(tail(own), tail(vehicle.certificate().getExtensionValue("2.5.29.14"))));
  }

  private static byte[] tail(byte[] extension) {
    return Arrays.copyOfRange(extension, extension.length - 20, extension.length);
  }

  @Test
  void serialNumbersAreRandomAndKeysTheirOwn() {
    X509Certificate again = AUTHORITY.vehicle(VIN).certificate();
    assertNotEquals(vehicle.certificate().getSerialNumber(), again.getSerialNumber());
    assertNotEquals(vehicle.certificate().getPublicKey(), again.getPublicKey());
    assertEquals(127, again.getSerialNumber().bitLength());
    assertEquals(256, ((ECPublicKey) again.getPublicKey()).getParams().getOrder().bitLength());
  }

  @Test
  void manyVehiclesMayShareAKey() {
    KeyPair keys = KeyPairs.generate();
    Credential one = AUTHORITY.vehicle("VIN1", keys);
    Credential other = AUTHORITY.vehicle("VIN2", keys);
    assertEquals(one.key(), other.key());
    assertNotEquals(one.certificate(), other.certificate());
    assertDoesNotThrow(() -> handshake("localhost", server, other));
  }

  @Test
  void anUnsuitableServerNameIsRefused() {
    for (List<String> names : List.of(List.<String>of(), List.of("localhost", "a b"))) {
      assertThrows(IllegalArgumentException.class, () -> AUTHORITY.server(names));
    }
  }

  @Test
  void theJdkRefusesWhatIsOnTheRevocationList() throws GeneralSecurityException {
    X509CRL list = AUTHORITY.revocationList(List.of(vehicle.certificate(), vehicle.certificate()));
    assertEquals(1, list.getRevokedCertificates().size());
    validate(AUTHORITY.vehicle(VIN), list);
    assertRevoked(vehicle, list);
  }

  @Test
  void anEmptyListRevokesNothing() throws GeneralSecurityException {
    X509CRL list = AUTHORITY.revocationList(List.of());
    list.verify(AUTHORITY.certificate().getPublicKey());
    assertEquals(AUTHORITY.certificate().getNotAfter(), list.getNextUpdate());
    validate(vehicle, list);
  }

  @Test
  void aListGoesOnFromAnEarlierOne() throws GeneralSecurityException {
    X509CRL first = AUTHORITY.revocationList(List.of(vehicle.certificate()));
    Credential next = AUTHORITY.vehicle("NEXT");
    X509CRL second =
        AUTHORITY.revocationList(first, List.of(vehicle.certificate(), next.certificate()));
    assertEquals(2, second.getRevokedCertificates().size());
    assertRevoked(vehicle, second);
    assertRevoked(next, second);
    validate(AUTHORITY.vehicle(VIN), second);
  }

  private static void assertRevoked(Credential credential, X509CRL list) {
    CertPathValidatorException refused =
        assertThrows(CertPathValidatorException.class, () -> validate(credential, list));
    assertEquals(BasicReason.REVOKED, refused.getReason());
  }

  private static void validate(Credential credential, X509CRL list)
      throws GeneralSecurityException {
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(AUTHORITY.certificate(), null)));
    parameters.setRevocationEnabled(true);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(list))));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(credential.chain()),
            parameters);
  }
}
