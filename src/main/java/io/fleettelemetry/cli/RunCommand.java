package io.fleettelemetry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = "Run the server until SIGTERM or SIGINT. What happens without a command, too.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  fleet-telemetry run -config conf/demo.json")
final class RunCommand implements Callable<Integer> {

  private final Application application;
  @Mixin private RunOptions options;
  @ParentCommand private FleetTelemetryCommand parent;
  @Spec private CommandSpec spec;

  RunCommand(Application application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    RunOptions all = options.or(parent.options());
    all.classPath.install(spec.commandLine());
    return new ServerRun(application, spec.commandLine().getErr()).run(all);
  }
}
