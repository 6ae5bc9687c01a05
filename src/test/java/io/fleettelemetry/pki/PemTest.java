package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
