package io.fleettelemetry.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Takes a command line and carries it out. */
public final class Cli {

  private final CommandLine commands;

  /**
   * A command line that can be carried out once.
   *
   * @param out where help and versions go, in UTF-8 whatever the locale says
   * @param err where errors go, likewise
   */
  public Cli(Application application, PrintStream out, PrintStream err) {
    commands =
        new CommandLine(new FleetTelemetryCommand(application))
            .addSubcommand(new RunCommand(application))
            .addSubcommand(new DemoCommand(application))
            .addSubcommand(new CompletionCommand())
            .addSubcommand(new VersionCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new WrongCommandLine())
            .setOut(writer(out))
            .setErr(writer(err));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Blocks until the command is done; gives one of {@link ExitStatus}. */
  public int execute(String... arguments) {
    return commands.execute(arguments);
  }
}
