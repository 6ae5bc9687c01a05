package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.RevocationListBuilder;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PemTest {

  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));

  @TempDir Path dir;
  private final X509Certificate vehicle = AUTHORITY.vehicle("VIN1").certificate();
  private Path file;

  @BeforeEach
  void nameFile() {
    file = dir.resolve("file.pem");
  }

  @Test
  void certificatesComeBackInTheirOrder() throws IOException {
    Pem.write(file, vehicle, AUTHORITY.certificate());
    assertEquals(List.of(vehicle, AUTHORITY.certificate()), Pem.certificates(file));
    assertTrue(Files.readString(file).lines().allMatch(line -> line.length() <= 64));
  }

  @Test
  void otherBlocksAndTextArePassedOver() throws IOException {
    Pem.write(file, vehicle);
    String pem = Files.readString(file).replace("\n", "\r\n");
    AUTHORITY.credential().write(dir.resolve("a.crt"), dir.resolve("a.key"));
    Files.writeString(file, "a ü\n" + Files.readString(dir.resolve("a.key")) + "b\n" + pem);
    assertEquals(List.of(vehicle), Pem.certificates(file));
  }

  @Test
  void aRevocationListComesBack() throws IOException {
    X509CRL list = AUTHORITY.revocationList(List.of(vehicle));
    Pem.write(file, list);
    assertEquals(list, Pem.revocationList(file));
    assertTrue(Files.readString(file).startsWith("-----BEGIN X509 CRL-----\n"));
  }

  @Test
  void aBrokenBlockIsNamed() throws IOException {
    Pem.write(file, vehicle);
    String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    Files.writeString(file, Files.readString(file) + broken);
    assertRule("certificate 2 is broken: ", () -> Pem.certificates(file));
    for (String content : List.of("AAAA", "A*A", "")) {
      String block = "-----BEGIN X509 CRL-----\n" + content + "\n-----END X509 CRL-----\n";
      Files.writeString(file, block);
      assertRule("the revocation list is broken: ", () -> Pem.revocationList(file));
    }
  }

  @Test
  void aMissingBlockIsNamed() throws IOException {
    Pem.write(file, vehicle);
    assertRule("must hold at least one X509 CRL block", () -> Pem.revocationList(file));
  }

  private void assertRule(String start, Executable reading) {
    PemException refused = assertThrows(PemException.class, reading);
    assertTrue(refused.getMessage().startsWith(file + " — " + start), refused::getMessage);
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    Pem.write(file, vehicle, AUTHORITY.certificate());
    String pem = Files.readString(file);
    Files.writeString(file, pem.substring(0, pem.length() - 30));
    assertEquals(
        file + " — a CERTIFICATE block has no end: the file is cut off",
        assertThrows(PemException.class, () -> Pem.certificates(file)).getMessage());
  }

  @Test
  void revocationListsComeBackInTheirOrder() throws IOException {
    Credential other = TestPki.authority("Other");
    X509CRL first = AUTHORITY.revocationList(List.of(vehicle));
    X509CRL second = TestPki.revocationList(other).revoke(vehicle).sign();
    TestPki.writeRevocationLists(file, first, second);
    assertEquals(List.of(first, second), Pem.revocationLists(file));
  }

  /** 2.5.29.27 is BaseCRLNumber (RFC 5280, 5.2.4): INTEGER 1. */
  @Test
  void aDeltaListIsRefused() {
    assertUnfit(
        "revocation list 1 is a delta list: a complete one is needed",
        list().extension("2.5.29.27", true, (byte) 2, (byte) 1, (byte) 1));
  }

  /** 2.5.29.28 is IssuingDistributionPoint (5.2.5): SEQUENCE of [4] indirectCRL TRUE. */
  @Test
  void anIndirectListIsRefused() {
    assertUnfit(
        "revocation list 1 is an indirect list: one that the issuer itself signed is needed",
        list()
            .extension("2.5.29.28", true, (byte) 0x30, (byte) 3, (byte) 0x84, (byte) 1, (byte) -1));
  }

  @Test
  void anUnknownCriticalExtensionIsRefused() {
    assertUnfit(
        "revocation list 1 has the critical extension 1.3.6.1.4.1.49279.9, which is not supported",
        list().extension("1.3.6.1.4.1.49279.9", true, (byte) 5, (byte) 0));
  }

  /** [1] onlyContainsUserCerts TRUE. */
  @Test
  void aListOfAPartIsTaken() throws IOException {
    X509CRL part =
        list()
            .extension("2.5.29.28", true, (byte) 0x30, (byte) 3, (byte) 0x81, (byte) 1, (byte) -1)
            .sign();
    TestPki.writeRevocationLists(file, part);
    assertEquals(List.of(part), Pem.revocationLists(file));
  }

  private RevocationListBuilder list() {
    return TestPki.revocationList(TestPki.authority("Root")).revoke(vehicle);
  }

  private void assertUnfit(String rule, RevocationListBuilder list) {
    TestPki.writeRevocationLists(file, list.sign());
    assertEquals(rule, assertThrows(PemException.class, () -> Pem.revocationLists(file)).rule());
  }
}
