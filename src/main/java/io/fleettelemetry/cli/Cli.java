package io.fleettelemetry.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            .addSubcommand(new ShowCommand(application, isFile(out)))
            .addSubcommand(new SimulateCommand(application))
            .addSubcommand(new SinkCommand(application))
            .addSubcommand(new CheckConfigCommand(application))
            .addSubcommand(new DevCertsCommand())
            .addSubcommand(new CompletionCommand())
            .addSubcommand(new VersionCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new WrongCommandLine())
            .setOut(writer(out))
            .setErr(writer(err));
  }

  private static boolean isFile(PrintStream out) {
    return out == System.out && Files.isRegularFile(Path.of("/dev/stdout"));
  }

  private static PrintWriter writer(PrintStream stream) {
    // Straight on the stream: only then does checkError know that nobody reads any more.
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Blocks until the command is done; gives one of {@link ExitStatus}. */
  public int execute(String... arguments) {
    return commands.execute(arguments);
  }
}
