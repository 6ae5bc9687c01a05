package io.fleettelemetry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "fleet-telemetry",
    description = {
      "A server for vehicles that speak Tesla's Fleet Telemetry protocol.",
      "",
      "Without a command it is run. New here: fleet-telemetry demo."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:Done, or stopped in order after SIGTERM or SIGINT.",
      "1:It did not succeed: for one, the server did not start, or did not stop as it should.",
      "2:The command line, or what it names, is wrong; nothing was started.",
      "3:The server stopped, but records are lost: the last line of the log counts them."
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
    options.classPath.install(spec.commandLine());
    return new ServerRun(application, spec.commandLine().getErr()).run(options);
  }
}
