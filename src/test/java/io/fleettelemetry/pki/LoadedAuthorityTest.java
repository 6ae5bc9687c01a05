package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.testing.KeyFormats;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.openssl.PKCS8Generator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Authorities that others have made, from their files. */
@Timeout(60)
class LoadedAuthorityTest {

  private static final Credential EC = TestPki.authority("TeslaMotors");
  private static final Credential RSA =
      TestPki.certificate("TeslaMotors").authority().rsa(2048).selfSigned();

  @TempDir Path dir;
  private Path certificate;
  private Path key;

  @BeforeEach
  void nameFiles() {
    certificate = dir.resolve("ca.crt");
    key = dir.resolve("ca.key");
  }

  private CertificateAuthority load(Credential authority, String keyPem) throws IOException {
    TestPki.writeCertificates(certificate, authority);
    Files.writeString(key, keyPem);
    return CertificateAuthority.load(certificate, key);
  }

  @Test
  void issuesWithAKeyOfAnyKindAndForm() throws Exception {
    for (Credential authority : List.of(EC, RSA)) {
      for (String pem :
          List.of(
              TestPki.pkcs8(authority.key()),
              KeyFormats.traditional(authority.key()),
              TestPki.traditional(authority.key()))) {
        assertIssues(load(authority, pem), authority.certificate());
      }
    }
  }

  private static void assertIssues(CertificateAuthority authority, X509Certificate root) {
    assertDoesNotThrow(
        () ->
            MemoryHandshake.run(
                "localhost",
                authority.server(List.of("localhost")),
                authority.vehicle("VIN1"),
                root));
    assertDoesNotThrow(
        () -> authority.revocationList(List.of()).verify(authority.certificate().getPublicKey()));
  }

  @Test
  void anAuthorityBelowAnotherSendsItsOwnChainAlong() throws Exception {
    Credential issuing = TestPki.intermediate("Issuing", EC);
    CertificateAuthority authority = load(issuing, TestPki.pkcs8(issuing.key()));
    assertEquals(List.of(issuing.certificate()), authority.vehicle("VIN1").chain().subList(1, 2));
    assertIssues(authority, EC.certificate());
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    assertRefused(certificate, "cannot be read: there is no such file");
    TestPki.writeCertificates(certificate, EC);
    assertRefused(key, "cannot be read: there is no such file");
  }

  @Test
  void aFileWithoutACertificateIsNamed() throws Exception {
    Files.writeString(certificate, "nothing");
    assertRefused(certificate, "must be a PEM file with at least one -----BEGIN ...----- block");
    TestPki.writeKey(certificate, EC.key());
    assertRefused(certificate, "must hold at least one CERTIFICATE block");
  }

  @Test
  void aKeyThatDoesNotBelongToItIsNamed() {
    assertRefused(
        EC,
        TestPki.pkcs8(TestPki.authority("TeslaMotors").key()),
        key,
        "does not belong to the first certificate of " + certificate);
    assertRefused(
        EC,
        TestPki.pkcs8(RSA.key()),
        key,
        "must be the EC key of the first certificate of "
            + certificate
            + ": it is of the kind RSA");
  }

  @Test
  void aKeyThatIsEncryptedIsNamed() {
    char[] password = "secret".toCharArray();
    String rule = "the private key is encrypted: it must be stored without a password";
    assertRefused(EC, KeyFormats.traditional(EC.key(), "AES-256-CBC", password), key, rule);
    assertRefused(
        EC,
        KeyFormats.pkcs8(
            EC.key(), PKCS8Generator.AES_256_CBC, PKCS8Generator.PRF_HMACSHA256, password),
        key,
        rule);
  }

  @Test
  void aCertificateThatIsNoAuthoritysIsNamed() {
    Credential vehicle = TestPki.vehicle("VIN1", EC);
    assertRefused(
        vehicle,
        TestPki.pkcs8(vehicle.key()),
        certificate,
        "must be an authority's: it may sign no certificates");
  }

  @Test
  void aCertificateThatIsNotValidTodayIsNamed() {
    Instant now = Instant.parse("2020-01-01T00:00:00Z");
    Credential past =
        TestPki.certificate("past")
            .authority()
            .valid(now.minus(Duration.ofDays(1)), now)
            .selfSigned();
    assertRefused(past, TestPki.pkcs8(past.key()), certificate, "expired on 2020-01-01T00:00:00Z");
    Instant later = Instant.parse("2100-01-01T00:00:00Z");
    Credential future =
        TestPki.certificate("future")
            .authority()
            .valid(later, later.plus(Duration.ofDays(1)))
            .selfSigned();
    assertRefused(
        future,
        TestPki.pkcs8(future.key()),
        certificate,
        "is not valid before 2100-01-01T00:00:00Z");
  }

  private void assertRefused(Credential authority, String keyPem, Path file, String rule) {
    assertIs(assertThrows(PemException.class, () -> load(authority, keyPem)), file, rule);
  }

  private void assertRefused(Path file, String rule) {
    assertIs(
        assertThrows(PemException.class, () -> CertificateAuthority.load(certificate, key)),
        file,
        rule);
  }

  private static void assertIs(PemException refused, Path file, String rule) {
    assertEquals(file + " — " + rule, refused.getMessage());
    assertEquals(rule, refused.rule());
  }
}
