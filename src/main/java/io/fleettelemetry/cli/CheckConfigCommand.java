package io.fleettelemetry.cli;

import io.fleettelemetry.config.EffectiveConfig;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Loading.Refused;
import io.fleettelemetry.config.Problems.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "check-config",
    description = {
      "Check a configuration without starting anything, and show what the server would go by.",
      "",
      "All problems go to standard error, as run prints them; keys that are not known are errors"
          + " here. Then each key is shown with its value and where that came from: the file, a"
          + " default, an environment variable or another file. Secrets are hidden."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The configuration is accepted; there may be warnings. Whether ports are free and brokers"
          + " answer shows when the server starts.",
      "2:The command line is wrong, or the configuration is refused."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fleet-telemetry check-config config.json",
      "  fleet-telemetry check-config --migrate config.json",
      "  fleet-telemetry check-config --format json config.json | jq '.port.value'"
    })
final class CheckConfigCommand implements Callable<Integer> {

  /** How the result is printed. */
  enum Format {
    text,
    json
  }

  private final Application application;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The configuration; config.json in the working directory when not given.")
  private Path file;

  @Option(
      names = {"-config", "--config"},
      paramLabel = "FILE",
      description = "The same, as run takes it.")
  private Path config;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  @Option(
      names = "--migrate",
      description =
          "Show instead what this file makes behave differently here than with the server in the"
              + " field, a line each, also of a file that is refused.")
  private boolean migrate;

  @Mixin private ClassPathOption classPath;
  @ParentCommand private FleetTelemetryCommand parent;
  @Spec private CommandSpec spec;

  CheckConfigCommand(Application application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    Path path = path();
    classPath.or(parent.options().classPath).install(spec.commandLine());
    Loading loading = ConfigFile.load(application, path, true);
    List<Problem> errors = loading instanceof Refused refused ? refused.errors() : List.of();
    tell(path, errors, loading.warnings());
    if (migrate) {
      printDifferences(loading.effective());
    } else if (errors.isEmpty()) {
      print(loading.effective());
    }
    return errors.isEmpty() ? ExitStatus.OK : ExitStatus.USAGE;
  }

  private Path path() {
    if (file != null && config != null) {
      throw new ParameterException(
          spec.commandLine(), "FILE and --config: %s and %s — give one".formatted(file, config));
    }
    RunOptions given = new RunOptions();
    given.config = file == null ? config : file;
    return given.or(parent.options()).file();
  }

  private void tell(Path path, List<Problem> errors, List<Problem> warnings) {
    PrintWriter err = spec.commandLine().getErr();
    String accepted = warnings.isEmpty() ? "is accepted" : "is accepted, with warnings";
    err.println("fleet-telemetry: " + path + " " + (errors.isEmpty() ? accepted : "is refused"));
    ConfigFile.print(err, errors, warnings);
  }

  /** Not of a file that is refused: defaults would stand where its values do not count. */
  private void print(EffectiveConfig effective) {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      out.println(EffectiveListing.json(effective));
    } else {
      EffectiveListing.text(effective).forEach(out::println);
    }
    out.flush();
  }

  private void printDifferences(EffectiveConfig effective) {
    List<Difference> differences =
        new Migration(application.dispatchers().keySet()).differences(effective);
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      out.println(Difference.json(differences));
    } else {
      differences.forEach(out::println);
    }
    out.flush();
  }
}
