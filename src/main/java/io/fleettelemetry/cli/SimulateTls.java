package io.fleettelemetry.cli;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.pki.HostNames;
import io.fleettelemetry.pki.Pem;
import io.fleettelemetry.simulator.FleetSettings.Server;
import io.fleettelemetry.simulator.FleetSettings.ServerTrust;
import io.fleettelemetry.simulator.FleetSettings.Tls;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Who signs the certificates of simulated vehicles, and whose they accept. */
final class SimulateTls {

  /** One of the names by which a server knows an authority of vehicles. */
  private static final String THROW_AWAY_NAME = "TeslaMotors";

  private static final Duration THROW_AWAY_VALIDITY = Duration.ofDays(7);

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description =
          "PEM certificate of the authority that signs the vehicles' certificates; a throw-away"
              + " one when not given.")
  private Path caCert;

  @Option(names = "--ca-key", paramLabel = "FILE", description = "Its PEM private key.")
  private Path caKey;

  @Option(
      names = "--write-ca",
      paramLabel = "FILE",
      description =
          "Write the certificate of the vehicles' authority, for the server to trust"
              + " (tls.ca_file).")
  private Path writeCa;

  @Option(
      names = "--server-ca",
      paramLabel = "FILE",
      description =
          "PEM certificates of the authorities that may have signed the server's; --ca-cert when"
              + " not given, without that the system's.")
  private Path serverCa;

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      description =
          "Name that the server is asked for and its certificate must have; HOST when not given.")
  private String serverName;

  @Option(names = "--insecure", description = "Accept any certificate of the server.")
  private boolean insecure;

  @Option(
      names = "--tls",
      paramLabel = "VERSION",
      converter = TlsVersionConverter.class,
      description = "TLS version that vehicles offer, 1.2 or 1.3; both when not given.")
  private String version;

  @Option(
      names = "--resume-tls",
      description =
          "Vehicles that come back resume their TLS session, where the server lets them; else each"
              + " connection is a whole handshake.")
  private boolean resuming;

  /** Reads and writes the files; one that is wrong is refused as any wrong command line. */
  FleetPki load(ServerAddress address, PrintWriter err) {
    try {
      CertificateAuthority authority = authority(err);
      if (writeCa != null) {
        Pem.write(writeCa, authority.certificate());
      }
      Server server =
          new Server(address.host(), address.port(), name(address), trust(authority, err));
      return new FleetPki(authority, server, tls());
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private Tls tls() {
    return new Tls(version == null ? Tls.DEFAULT.versions() : List.of(version), resuming);
  }

  private String name(ServerAddress address) {
    if (serverName == null) {
      return address.host();
    }
    new OptionChecks(spec.commandLine())
        .that(
            HostNames.isValid(serverName) && !serverName.startsWith("*"),
            "--server-name",
            serverName,
            "must be a DNS name, or an IPv4 or IPv6 address");
    return serverName;
  }

  private CertificateAuthority authority(PrintWriter err) throws IOException {
    OptionChecks checks = new OptionChecks(spec.commandLine());
    if (caCert != null && caKey != null) {
      return CertificateAuthority.load(caCert, caKey);
    }
    if (caCert != null) {
      throw checks.refused("--ca-key", "missing", "is required with --ca-cert");
    }
    if (caKey != null) {
      throw checks.refused("--ca-cert", "missing", "is required with --ca-key");
    }
    if (writeCa == null) {
      err.println(
          "fleet-telemetry: warning: the vehicles' authority is a throw-away one, which most"
              + " servers refuse — --write-ca FILE writes its certificate, for tls.ca_file; or give"
              + " --ca-cert and --ca-key");
    }
    return CertificateAuthority.create(THROW_AWAY_NAME, THROW_AWAY_VALIDITY);
  }

  private ServerTrust trust(CertificateAuthority authority, PrintWriter err) throws IOException {
    if (insecure) {
      new OptionChecks(spec.commandLine())
          .that(serverCa == null, "--server-ca", serverCa, "is of no use with --insecure");
      err.println("fleet-telemetry: warning: --insecure — whoever answers is taken for the server");
      return ServerTrust.unverified();
    }
    if (serverCa != null) {
      return ServerTrust.of(Pem.certificates(serverCa));
    }
    return caCert == null ? ServerTrust.system() : ServerTrust.of(List.of(authority.certificate()));
  }
}
