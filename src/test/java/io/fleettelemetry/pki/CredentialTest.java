package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialTest {

  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));

  @TempDir Path dir;
  private Path certificate;
  private Path key;
  private final Credential vehicle = AUTHORITY.vehicle("VIN1").sending(AUTHORITY.certificate());

  @BeforeEach
  void nameFiles() {
    certificate = dir.resolve("v.crt");
    key = dir.resolve("v.key");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void comesBackFromItsFiles() throws IOException {
    vehicle.write(certificate, key);
    assertEquals(vehicle, Credential.load(certificate, key));
    assertEquals(List.of("v.crt", "v.key"), files());
    assertTrue(Files.readString(key).startsWith("-----BEGIN PRIVATE KEY-----\n"));
  }

  @Test
  void replacesWhatIsThere() throws IOException {
    AUTHORITY.vehicle("VIN2").write(certificate, key);
    vehicle.write(certificate, key);
    assertEquals(vehicle, Credential.load(certificate, key));
    assertEquals(List.of("v.crt", "v.key"), files());
  }

  @Test
  void nobodyElseReadsTheKey() throws IOException {
    assumeTrue(dir.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.writeString(key, "readable by others, before");
    vehicle.write(certificate, key);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    Path plain = Files.createFile(dir.resolve("plain"));
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(certificate));
  }

  @Test
  void writesNeitherFileWhenOneHasNoPlace() throws IOException {
    Path nowhere = dir.resolve("none").resolve("v.crt");
    assertThrows(IOException.class, () -> vehicle.write(nowhere, key));
    assertEquals(List.of(), files());
  }

  @Test
  void leavesNothingBesideWhenAPlaceIsTaken() throws IOException {
    Files.createDirectories(key.resolve("in the way"));
    assertThrows(IOException.class, () -> vehicle.write(certificate, key));
    assertEquals(List.of("v.key"), files());
  }

  @Test
  void printsNoKey() {
    assertEquals("credential of CN=VIN1", vehicle.toString());
  }

  @Test
  void hasACertificate() {
    assertThrows(IllegalArgumentException.class, () -> new Credential(vehicle.key(), List.of()));
    assertFalse(vehicle.chain().isEmpty());
  }
}
