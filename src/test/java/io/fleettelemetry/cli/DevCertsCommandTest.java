package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.CertificateAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DevCertsCommandTest {

  @TempDir Path parent;
  private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void nameDirectory() {
    dir = parent.resolve("certs");
  }

  private int execute(String... options) {
    List<String> arguments = new ArrayList<>(List.of(dir.toString()));
    arguments.addAll(List.of(options));
    return new CommandLine(new DevCertsCommand())
        .setOut(new PrintWriter(out, true))
        .setParameterExceptionHandler(new WrongCommandLine())
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  private List<String> written() {
    return out.toString().lines().filter(line -> line.startsWith("written")).toList();
  }

  @Test
  void saysWhatIsInEachFile() {
    assertEquals(ExitStatus.OK, execute());
    List<String> files =
        List.of(
            "vehicle-ca.crt",
            "vehicle-ca.key",
            "server.crt",
            "server.key",
            "vehicle-TESTVIN0000000001.crt",
            "vehicle-TESTVIN0000000001.key",
            "vehicle-ca.crl");
    assertEquals(
        files.stream().map(file -> dir.resolve(file).toString()).toList(),
        written().stream().map(line -> line.split(" +", -1)[1]).toList());
    assertTrue(out.toString().contains("for localhost, 127.0.0.1, ::1"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void saysWhatToDoNext() {
    execute();
    String path = dir.toString();
    assertTrue(
        out.toString()
            .contains(
                "\"tls\": {\"server_cert\":\"PATH/server.crt\",\"server_key\":\"PATH/server.key\","
                        .replace("PATH", path)
                    + "\"ca_file\":\"PATH/vehicle-ca.crt\"}".replace("PATH", path)),
        out::toString);
    assertTrue(
        out.toString()
            .contains(
                "fleet-telemetry simulate HOST:PORT --ca-cert PATH/vehicle-ca.crt --ca-key PATH/vehicle-ca.key"
                    .replace("PATH", path)),
        out::toString);
  }

  @Test
  void takesEveryOption() throws IOException {
    assertEquals(
        ExitStatus.OK,
        execute(
            "--name=example.com",
            "--name=10.0.0.1",
            "--vehicle=VIN1",
            "--vehicle=VIN2",
            "--revoke=VIN3",
            "--authority=TeslaMotors",
            "--days=3"));
    assertTrue(out.toString().contains("for example.com, 10.0.0.1"), out::toString);
    assertEquals(11, written().size(), out::toString);
    assertTrue(written().get(10).endsWith("revoked certificates: 1"), out::toString);
    CertificateAuthority authority =
        CertificateAuthority.load(dir.resolve("vehicle-ca.crt"), dir.resolve("vehicle-ca.key"));
    assertEquals("TeslaMotors", authority.commonName());
    Instant end = authority.certificate().getNotAfter().toInstant();
    assertTrue(
        Duration.between(Instant.now(), end).compareTo(Duration.ofDays(3)) <= 0, end::toString);
  }

  @Test
  void refusesToReplaceUnlessForced() throws IOException {
    execute();
    String server = Files.readString(dir.resolve("server.crt"));
    assertEquals(ExitStatus.USAGE, execute("--name=example.com"));
    assertEquals(
        List.of(
            "fleet-telemetry: "
                + dir.resolve("server.crt")
                + " — is for other names: localhost, 127.0.0.1, ::1",
            "fleet-telemetry: nothing was written; --force replaces what is not as asked"),
        err.toString().lines().toList());
    assertEquals(server, Files.readString(dir.resolve("server.crt")));
    assertEquals(ExitStatus.OK, execute("--name=example.com", "--force"));
  }

  @Test
  void namesWhatCannotBeWritten() throws IOException {
    Files.createFile(dir);
    assertEquals(ExitStatus.FAILED, execute());
    assertEquals(
        "fleet-telemetry: " + dir + " — cannot be written: there is something else in its place",
        err.toString().strip());
  }

  @Test
  void warnsOfAnAuthorityWhoseVehiclesTheServerRefuses() {
    assertEquals(ExitStatus.OK, execute("--authority", "Own"));
    assertTrue(
        err.toString().startsWith("fleet-telemetry: warning: --authority: Own — "), err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--name | a b | must be a DNS name, *. and a DNS name, or an IPv4 or IPv6 address",
        "--vehicle | ca | must be 3 to 64 ASCII letters, digits, - or _",
        "--revoke | a/b | must be 3 to 64 ASCII letters, digits, - or _",
        "--authority | ' ' | must be 1 to 64 characters that can be seen",
        "--days | 0 | must be 1 to 3650",
        "--days | 3651 | must be 1 to 3650"
      })
  void refusesAValue(String option, String value, String rule) {
    assertEquals(ExitStatus.USAGE, execute(option + "=" + value));
    assertEquals(
        "fleet-telemetry: " + option + ": " + value + " — " + rule,
        err.toString().lines().findFirst().orElse(""));
    assertFalse(Files.exists(dir));
  }
}
