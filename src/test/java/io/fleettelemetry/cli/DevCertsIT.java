package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.pki.Pem;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerProcess;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar makes certificates, and serves with them as they are. */
class DevCertsIT {

  private static final String VIN = "5YJ3E1EA000000042";
  private static final Path MINIMAL = Path.of("conf", "minimal.json").toAbsolutePath();
  private static final Pattern PORT = Pattern.compile("\\bport=(\\d+)");

  @TempDir Path dir;

  @Test
  void aVehicleConnectsWithWhatItWrites() throws Exception {
    assertEquals(0, devCerts());
    assertEquals(0, devCerts("--vehicle", VIN, "--revoke", "TESTVIN0000000001"));
    String config = Files.readString(MINIMAL);
    String anyPort = config.replace("\"port\": 8443", "\"host\": \"127.0.0.1\", \"port\": 0");
    Files.writeString(dir.resolve("minimal.json"), anyPort);
    try (ServerProcess server = ServerProcess.start(dir, "-config", "minimal.json")) {
      server.awaitLine("vehicle_server_configured");
      Matcher port = PORT.matcher(server.line("vehicle_server_configured"));
      assertTrue(port.find(), server::output);
      try (FakeVehicle vehicle =
          FakeVehicle.at(Integer.parseInt(port.group(1)), writtenContext()).connect()) {
        vehicle.send(RecordBuilder.v().vin(VIN).txid("first").message());
        vehicle.expectAck("first");
      }
      assertEquals(0, server.terminate());
    }
  }

  private int devCerts(String... options) throws IOException {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "dev-certs";
    arguments[1] = "certs";
    System.arraycopy(options, 0, arguments, 2, options.length);
    try (ServerProcess process = ServerProcess.start(dir, arguments)) {
      int status = process.awaitExit();
      // There is no conf/file.json in this directory to run.
      assertTrue(process.output().contains("run --config FILE"), process::output);
      return status;
    }
  }

  private SSLContext writtenContext() throws IOException {
    Path certs = dir.resolve("certs");
    return TestPki.clientContext(
        Credential.load(
            certs.resolve("vehicle-" + VIN + ".crt"), certs.resolve("vehicle-" + VIN + ".key")),
        Pem.certificates(certs.resolve("vehicle-ca.crt")).get(0));
  }
}
