package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.CertificateDirectory.Entry;
import io.fleettelemetry.pki.CertificateDirectory.Outcome;
import io.fleettelemetry.pki.CertificateDirectory.Outcome.Complete;
import io.fleettelemetry.pki.CertificateDirectory.Outcome.Refused;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateDirectoryTest {

  private static final List<String> SHARED =
      List.of("server.crt", "server.key", "vehicle-ca.crl", "vehicle-ca.crt", "vehicle-ca.key");

  @TempDir Path parent;
  private Path dir;
  private Optional<String> authority = Optional.empty();
  private List<String> names = List.of();
  private List<String> vehicles = List.of("VIN1");
  private List<String> revoked = List.of();
  private boolean force;

  @BeforeEach
  void nameDirectory() {
    dir = parent.resolve("made/on the way");
  }

  private Outcome outcome() throws IOException {
    return CertificateDirectory.complete(
        dir, new DirectoryRequest(authority, Duration.ofDays(30), names, vehicles, revoked, force));
  }

  /** The names of the files that are new. */
  private List<String> complete() throws IOException {
    Complete complete = assertInstanceOf(Complete.class, outcome());
    for (Entry entry : complete.files()) {
      assertEquals(dir, entry.file().getParent());
      assertTrue(Files.exists(entry.file()), entry::toString);
    }
    return complete.files().stream()
        .filter(Entry::written)
        .map(entry -> entry.file().getFileName().toString())
        .sorted()
        .toList();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  private CertificateAuthority authority() throws IOException {
    return CertificateAuthority.load(dir.resolve("vehicle-ca.crt"), dir.resolve("vehicle-ca.key"));
  }

  private Credential credential(String name) throws IOException {
    return Credential.load(dir.resolve(name + ".crt"), dir.resolve(name + ".key"));
  }

  private X509CRL list() throws IOException {
    return Pem.revocationList(dir.resolve("vehicle-ca.crl"));
  }

  private X509Certificate vehicle(String vin) throws IOException {
    return credential("vehicle-" + vin).certificate();
  }

  /** The second time it is replaced by force. */
  private void assertRefused(String file, String rule, String... replaced) throws IOException {
    Map<String, String> before = contents();
    Refused refused = assertInstanceOf(Refused.class, outcome());
    List<String> messages = refused.problems().stream().map(Throwable::getMessage).toList();
    assertEquals(1, messages.size(), messages::toString);
    assertTrue(messages.get(0).startsWith(dir.resolve(file) + " — " + rule), messages::toString);
    assertEquals(before, contents());
    force = true;
    assertEquals(List.of(replaced), complete());
    force = false;
    assertEquals(List.of(), complete());
    assertFits();
  }

  private void assertFits() throws IOException {
    Credential server = credential("server");
    Credential vehicle = credential("vehicle-VIN1");
    X509Certificate root = authority().certificate();
    String name = HostNames.of(server.certificate()).get(0);
    assertDoesNotThrow(() -> MemoryHandshake.run(name, server, vehicle, root));
    assertDoesNotThrow(() -> list().verify(root.getPublicKey()));
  }

  @Test
  void makesAllThatIsMissing() throws IOException {
    vehicles = List.of("VIN1", "VIN2", "VIN1");
    complete();
    List<String> expected =
        Stream.concat(
                SHARED.stream(),
                Stream.of("VIN1", "VIN2")
                    .flatMap(v -> Stream.of("vehicle-" + v + ".crt", "vehicle-" + v + ".key")))
            .sorted()
            .toList();
    assertEquals(expected, List.copyOf(contents().keySet()));
    assertFits();
    assertEquals("Tesla Motors Products CA", authority().commonName());
    assertEquals(
        List.of("localhost", "127.0.0.1", "::1"), HostNames.of(credential("server").certificate()));
    assertEquals("CN=VIN2", vehicle("VIN2").getSubjectX500Principal().getName());
    assertEquals(null, list().getRevokedCertificates());
    Instant end = authority().certificate().getNotAfter().toInstant();
    assertTrue(end.isBefore(Instant.now().plus(Duration.ofDays(31))), end::toString);
  }

  @Test
  void keepsWhatIsThereAndAddsVehicles() throws IOException {
    complete();
    Map<String, String> before = contents();
    assertEquals(List.of(), complete());
    assertEquals(before, contents());
    vehicles = List.of("VIN2");
    assertEquals(List.of("vehicle-VIN2.crt", "vehicle-VIN2.key"), complete());
    assertTrue(contents().entrySet().containsAll(before.entrySet()));
  }

  @Test
  void keepsWhatIsAskedForAgain() throws IOException {
    authority = Optional.of("Tesla, \"Motors\" + Co");
    names = List.of("example.com", "2001:db8::17");
    complete();
    names = List.of("2001:DB8:0:0:0:0:0:17", "example.com");
    assertEquals(List.of(), complete());
    assertEquals(
        List.of("example.com", "2001:db8::17"), HostNames.of(credential("server").certificate()));
  }

  @Test
  void revocationsAddUp() throws IOException {
    complete();
    revoked = List.of("VIN1");
    assertEquals(List.of("vehicle-ca.crl"), complete());
    assertEquals(List.of(), complete());
    revoked = List.of("VIN2");
    vehicles = List.of();
    assertEquals(List.of("vehicle-VIN2.crt", "vehicle-VIN2.key", "vehicle-ca.crl"), complete());
    vehicles = List.of("VIN3");
    revoked = List.of();
    complete();
    assertTrue(list().isRevoked(vehicle("VIN1")));
    assertTrue(list().isRevoked(vehicle("VIN2")));
    assertFalse(list().isRevoked(vehicle("VIN3")));
  }

  @Test
  void refusesAServerOfOtherNames() throws IOException {
    complete();
    names = List.of("example.com");
    assertRefused(
        "server.crt", "is for other names: localhost, 127.0.0.1, ::1", "server.crt", "server.key");
  }

  @Test
  void refusesAnAuthorityOfAnotherName() throws IOException {
    complete();
    authority = Optional.of("TeslaMotors");
    assertRefused(
        "vehicle-ca.crt",
        "is an authority of another name: Tesla Motors Products CA",
        "server.crt",
        "server.key",
        "vehicle-VIN1.crt",
        "vehicle-VIN1.key",
        "vehicle-ca.crl",
        "vehicle-ca.crt",
        "vehicle-ca.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "vehicle-VIN1"})
  void refusesHalfAPair(String pair) throws IOException {
    complete();
    Files.delete(dir.resolve(pair + ".key"));
    assertRefused(
        pair + ".key", "cannot be read: there is no such file", pair + ".crt", pair + ".key");
    Files.delete(dir.resolve(pair + ".crt"));
    assertRefused(
        pair + ".crt", "cannot be read: there is no such file", pair + ".crt", pair + ".key");
  }

  @Test
  void refusesAnAuthorityWithoutItsKey() throws IOException {
    complete();
    Files.delete(dir.resolve("vehicle-ca.key"));
    Refused refused = assertInstanceOf(Refused.class, outcome());
    assertEquals(1, refused.problems().size());
    assertTrue(refused.problems().get(0).getMessage().startsWith(dir + "/vehicle-ca.key — "));
  }

  @Test
  void refusesWhatAnotherAuthorityIssued() throws IOException {
    complete();
    Path caFile = dir.resolve("vehicle-ca.crt");
    String rule = "was not issued by the authority in " + caFile;
    CertificateAuthority other =
        CertificateAuthority.create("Tesla Motors Products CA", Duration.ofDays(1));
    other.server(List.of("localhost")).write(dir.resolve("server.crt"), dir.resolve("server.key"));
    assertRefused("server.crt", rule, "server.crt", "server.key");
    Pem.write(dir.resolve("vehicle-ca.crl"), other.revocationList(List.of()));
    assertRefused("vehicle-ca.crl", rule, "vehicle-ca.crl");
  }

  @Test
  void refusesAVehicleOfAnotherName() throws IOException {
    complete();
    authority()
        .vehicle("VIN2")
        .write(dir.resolve("vehicle-VIN1.crt"), dir.resolve("vehicle-VIN1.key"));
    assertRefused(
        "vehicle-VIN1.crt",
        "is for another vehicle: CN=VIN2",
        "vehicle-VIN1.crt",
        "vehicle-VIN1.key");
  }

  @Test
  void refusesWhatHasExpired() throws IOException {
    complete();
    Instant end = Instant.parse("2020-01-01T00:00:00Z");
    Credential expired =
        TestPki.certificate("VIN1")
            .clientAuth()
            .valid(end.minus(Duration.ofDays(1)), end)
            .issuedBy(authority().credential());
    expired.write(dir.resolve("vehicle-VIN1.crt"), dir.resolve("vehicle-VIN1.key"));
    assertRefused(
        "vehicle-VIN1.crt",
        "expired on 2020-01-01T00:00:00Z",
        "vehicle-VIN1.crt",
        "vehicle-VIN1.key");
  }

  @Test
  void reportsAllProblemsTogetherAndWritesNothing() throws IOException {
    complete();
    Files.writeString(dir.resolve("vehicle-ca.crl"), "");
    names = List.of("example.com");
    vehicles = List.of("VIN1", "VIN2");
    Map<String, String> before = contents();
    Refused refused = assertInstanceOf(Refused.class, outcome());
    assertEquals(2, refused.problems().size(), refused::toString);
    assertEquals(before, contents());
  }

  @Test
  void worksWithAnAuthorityFromElsewhere() throws IOException {
    Credential rsa = TestPki.certificate("Own").authority().rsa(2048).selfSigned();
    Files.createDirectories(dir);
    rsa.write(dir.resolve("vehicle-ca.crt"), dir.resolve("vehicle-ca.key"));
    complete();
    assertEquals(rsa.certificate(), authority().certificate());
    assertFits();
  }

  @Test
  void namesWhatCannotBeWritten() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    dir = file;
    assertEquals(
        file + " — cannot be written: there is something else in its place",
        assertThrows(PemException.class, this::outcome).getMessage());
    dir = file.resolve("below");
    assertTrue(
        assertThrows(PemException.class, this::outcome)
            .getMessage()
            .startsWith(dir + " — cannot be written: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ca", "../VIN", "a/b", "VIN.1", "a\\b", "VIN 1", "V\u0130N", "VIN\n"})
  void takesNoVinThatIsNoPartOfAFileName(String vin) {
    assertFalse(DirectoryRequest.isVin(vin));
    vehicles = List.of(vin);
    assertThrows(IllegalArgumentException.class, this::outcome);
    vehicles = List.of();
    revoked = List.of(vin);
    assertThrows(IllegalArgumentException.class, this::outcome);
  }

  @Test
  void vinsHaveALimit() {
    assertTrue(DirectoryRequest.isVin("V".repeat(64)));
    assertFalse(DirectoryRequest.isVin("V".repeat(65)));
  }
}
