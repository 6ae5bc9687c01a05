package io.fleettelemetry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "fleet-telemetry",
    description = "A server for vehicles that speak Tesla's Fleet Telemetry protocol.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:Done, or stopped in order after SIGTERM or SIGINT.",
      "1:The server did not start, or did not stop as it should.",
      "2:The command line or the configuration is wrong; nothing was opened."
    })
final class FleetTelemetryCommand implements Callable<Integer> {

  private final Application application;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  FleetTelemetryCommand(Application application) {
    this.application = application;
  }

  RunOptions options() {
    return options;
  }

  @Override
  public Integer call() {
    return new ServerRun(application, spec.commandLine().getErr()).run(options);
  }
}
