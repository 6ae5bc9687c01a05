package io.fleettelemetry.cli;

import io.fleettelemetry.auth.DeviceIdentities;
import io.fleettelemetry.auth.Identification;
import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.pki.CertificateDirectory;
import io.fleettelemetry.pki.CertificateDirectory.Outcome;
import io.fleettelemetry.pki.CertificateDirectory.Outcome.Complete;
import io.fleettelemetry.pki.CertificateDirectory.Outcome.Refused;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.pki.DirectoryRequest;
import io.fleettelemetry.pki.HostNames;
import io.fleettelemetry.pki.PemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dev-certs",
    description = {
      "Make throw-away certificates in a directory: an authority, and what it issues to the server"
          + " and to vehicles.",
      "",
      "What is there already and is as asked is kept, so that vehicles can be added later."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:All that was asked for is there.",
      "1:A file could not be written.",
      "2:The command line is wrong, or a file is not as asked; nothing was written."
    },
    sortOptions = false)
final class DevCertsCommand implements Callable<Integer> {

  private static final String DEFAULT_VIN = "TESTVIN0000000001";

  private static final Pattern COMMON_NAME = Pattern.compile("(?=.*\\S)\\P{Cntrl}{1,64}");
  private static final int MAX_DAYS = 3_650;

  @Parameters(
      paramLabel = "DIR",
      description = "The directory; made when missing. conf/*.json look for certs.")
  private Path directory;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "A DNS name or IP address of the server, may be given again; localhost, 127.0.0.1 and"
              + " ::1 when not given.")
  private List<String> names = List.of();

  @Option(
      names = "--vehicle",
      paramLabel = "VIN",
      description =
          "A vehicle, may be given again; 3 to 64 ASCII letters, digits, - or _. "
              + DEFAULT_VIN
              + " when neither this nor --revoke is given.")
  private List<String> vehicles = List.of();

  @Option(
      names = "--revoke",
      paramLabel = "VIN",
      description =
          "A vehicle, new or there already, whose certificate is put on the revocation list; may"
              + " be given again.")
  private List<String> revoked = List.of();

  @Option(
      names = "--authority",
      paramLabel = "CN",
      description =
          "Common name of a new authority, 1 to 64 characters; "
              + DirectoryRequest.DEFAULT_AUTHORITY
              + " when not given. By it the server knows whose certificates are vehicles'.")
  private Optional<String> authority = Optional.empty();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description =
          "Days for which a new authority and all that it issues is valid, 1 to 3650;"
              + " ${DEFAULT-VALUE} when not given.")
  private int days;

  @Option(names = "--force", description = "Replace files that are there and are not as asked.")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    DirectoryRequest request = request();
    try {
      Outcome outcome = CertificateDirectory.complete(directory, request);
      if (outcome instanceof Refused refused) {
        return refuse(refused.problems());
      }
      Complete complete = (Complete) outcome;
      new DevCertsReport(directory, spec.commandLine().getOut()).print(complete);
      warnOfUnknownAuthority(complete.authority());
      return ExitStatus.OK;
    } catch (PemException e) {
      error(e.getMessage());
      return ExitStatus.FAILED;
    }
  }

  private DirectoryRequest request() {
    OptionChecks checks = new OptionChecks(spec.commandLine());
    names.forEach(n -> checks.that(HostNames.isValid(n), "--name", n, HostNames.RULE));
    vehicles.forEach(vin -> checkVin(checks, "--vehicle", vin));
    revoked.forEach(vin -> checkVin(checks, "--revoke", vin));
    authority.ifPresent(
        name ->
            checks.that(
                COMMON_NAME.matcher(name).matches(),
                "--authority",
                name,
                "must be 1 to 64 characters that can be seen"));
    checks.range("--days", days, 1, MAX_DAYS);
    boolean none = vehicles.isEmpty() && revoked.isEmpty();
    return new DirectoryRequest(
        authority,
        Duration.ofDays(days),
        names,
        none ? List.of(DEFAULT_VIN) : vehicles,
        revoked,
        force);
  }

  private static void checkVin(OptionChecks checks, String option, String vin) {
    checks.that(DirectoryRequest.isVin(vin), option, vin, DirectoryRequest.VIN_RULE);
  }

  private int refuse(List<PemException> problems) {
    problems.forEach(problem -> error(problem.getMessage()));
    error("nothing was written; --force replaces what is not as asked");
    return ExitStatus.USAGE;
  }

  private void error(String message) {
    spec.commandLine().getErr().println("fleet-telemetry: " + message);
  }

  /** The server asks for more than a certificate that it trusts: it must know the issuer's name. */
  private void warnOfUnknownAuthority(CertificateAuthority authority) {
    Credential vehicle = authority.vehicle(DEFAULT_VIN);
    if (DeviceIdentities.identify(vehicle.certificate()) instanceof Identification.Refused) {
      error(
          "warning: --authority: "
              + authority.commonName()
              + " — the server takes no certificate of an authority of this name for a vehicle's");
    }
  }
}
