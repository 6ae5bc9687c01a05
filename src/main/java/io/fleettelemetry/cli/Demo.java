package io.fleettelemetry.cli;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.pki.Pem;
import io.fleettelemetry.simulator.Fleet;
import io.fleettelemetry.simulator.FleetReport;
import io.fleettelemetry.simulator.FleetSettings;
import io.fleettelemetry.simulator.FleetSettings.Connecting;
import io.fleettelemetry.simulator.FleetSettings.Delivery;
import io.fleettelemetry.simulator.FleetSettings.Load;
import io.fleettelemetry.simulator.FleetSettings.Measuring;
import io.fleettelemetry.simulator.FleetSettings.Server;
import io.fleettelemetry.simulator.FleetSettings.ServerTrust;
import io.fleettelemetry.simulator.FleetSettings.Tls;
import io.fleettelemetry.simulator.FleetSettings.Vehicles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What is beside the server in a demonstration: certificates, vehicles, and words about it all. */
final class Demo implements ServerRun.Companion {

  private static final String HOST = "127.0.0.1";

  /** One whose certificates the server takes for vehicles'. */
  private static final String AUTHORITY = "TeslaMotors";

  /** Of one vehicle: so slow that a person can read along. */
  private static final double RECORDS_PER_SECOND = 0.5;

  private static final Duration VALIDITY = Duration.ofDays(30);

  private final Path directory;
  private final DemoPorts ports;
  private final CertificateAuthority authority;
  private final int vehicles;
  private final PrintWriter out;
  private final RecordLines lines;
  private Fleet fleet;
  private FleetReport report;

  private Demo(Path directory, DemoPorts ports, int vehicles, PrintWriter out) throws IOException {
    this.directory = directory;
    this.ports = ports;
    this.vehicles = vehicles;
    this.out = out;
    this.lines = new RecordLines(out, ZoneId.systemDefault());
    this.authority = CertificateAuthority.create(AUTHORITY, VALIDITY);
    Files.createDirectories(certificates());
    authority
        .server(List.of("localhost", HOST))
        .write(certificates().resolve("server.crt"), certificates().resolve("server.key"));
    Pem.write(certificates().resolve("vehicle-ca.crt"), authority.certificate());
  }

  /**
   * Prepares one in a temporary directory, with ports that are free.
   *
   * @throws IOException with a message for the user
   */
  static Demo prepare(int vehicles, PrintWriter out) throws IOException {
    return new Demo(temporaryDirectory(), DemoPorts.USUAL.orFree(), vehicles, out);
  }

  private static Path temporaryDirectory() throws IOException {
    try {
      return Files.createTempDirectory("fleet-telemetry-demo-");
    } catch (IOException e) {
      String rule =
          " — must be a directory that can be written to; JAVA_OPTS=-Djava.io.tmpdir=DIR names"
              + " another one";
      throw new IOException(System.getProperty("java.io.tmpdir") + rule, e);
    }
  }

  private Path certificates() {
    return directory.resolve("certs");
  }

  private Path records() {
    return directory.resolve("records");
  }

  /** What the configuration asks the environment for. */
  Map<String, String> environment() {
    return Map.of(
        "DEMO_CERTS", certificates().toString(),
        "DEMO_RECORDS", records().toString(),
        "DEMO_PORT", Integer.toString(ports.vehicles()),
        "DEMO_STATUS_PORT", Integer.toString(ports.status()),
        "DEMO_METRICS_PORT", Integer.toString(ports.metrics()));
  }

  /** Takes what the server logs. */
  RecordLines lines() {
    return lines;
  }

  @Override
  public void started() {
    out.printf(
        """
        A server and %d simulated vehicles run on this machine. Ctrl-C stops them.

          vehicles  wss://localhost:%d, mutual TLS, certificates in %s
          status    http://localhost:%d/status, /health/ready, /health/dependencies
          metrics   http://localhost:%d/metrics
          records   %s

        """,
        vehicles, ports.vehicles(), certificates(), ports.status(), ports.metrics(), records());
    lines.header();
    try {
      fleet = Fleet.start(fleet());
    } catch (IOException e) {
      throw new UncheckedIOException("of a server on this machine", e);
    }
  }

  private FleetSettings fleet() {
    ServerTrust trust = ServerTrust.of(List.of(authority.certificate()));
    return new FleetSettings(
        new Server(HOST, ports.vehicles(), HOST, trust),
        Tls.DEFAULT,
        new Vehicles(authority, Vehicles.DEFAULT_PREFIX, 1, vehicles),
        new Load(
            OptionalDouble.of(vehicles * RECORDS_PER_SECOND),
            OptionalLong.empty(),
            Optional.empty()),
        Delivery.DEFAULT,
        Connecting.DEFAULT,
        Measuring.DEFAULT,
        Optional.empty());
  }

  @Override
  public void stopping() {
    report = fleet.stop().toCompletableFuture().join();
  }

  /** What happened, and how to look at it; once the server has stopped. */
  void summary() {
    if (report == null) {
      out.printf("Nothing was recorded. What was prepared is in %s%n", directory);
      return;
    }
    FleetReport.Records sums = report.records();
    out.printf(
        "%nStopped. %d vehicles sent %,d records; %,d were stored and acknowledged, half of them"
            + " within %d ms.%n",
        vehicles, sums.made(), sums.acked(), report.ackLatency().p50().toMillis());
    report.problems().forEach(problem -> out.println("Not as it should be: " + problem));
    String vin = fleet().vehicles().vin(1);
    out.printf(
        """

        They are in %2$s, a line of JSON each. To look at them:

          %1$s show %2$s --vin %3$s --last 20
          %1$s show %2$s --field VehicleSpeed --field Soc --format csv

        When you need them no more: rm -r %4$s
        """,
        Program.command(), records(), vin, directory);
    out.flush();
  }
}
