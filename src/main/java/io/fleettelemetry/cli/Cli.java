package io.fleettelemetry.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Takes a command line and carries it out. */
public final class Cli {

  private final Application application;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * A command line that can be carried out once.
   *
   * @param out where help and versions go, in UTF-8 whatever the locale says
   * @param err where errors go, likewise
   */
  public Cli(Application application, PrintStream out, PrintStream err) {
    this.application = application;
    this.out = out;
    this.err = err;
  }

  /** Blocks until the command is done; gives one of {@link ExitStatus}. */
  public int execute(String... arguments) {
    CommandLine server = server();
    CommandLine commands = isEnough(server, arguments) ? server : withAllCommands(server);
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new WrongCommandLine())
        .setOut(writer(out))
        .setErr(writer(err))
        .execute(arguments);
  }

  /** What a server needs, which should start soon: to make the other commands takes 80 ms. */
  private CommandLine server() {
    return new CommandLine(new FleetTelemetryCommand(application))
        .addSubcommand(new RunCommand(application));
  }

  private CommandLine withAllCommands(CommandLine server) {
    return server
        .addSubcommand(new DemoCommand(application))
        .addSubcommand(new ShowCommand(application, isFile(out)))
        .addSubcommand(new SimulateCommand(application))
        .addSubcommand(new SinkCommand(application))
        .addSubcommand(new CheckConfigCommand(application))
        .addSubcommand(new DevCertsCommand())
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new VersionCommand());
  }

  /** Whether these arguments name no other command, and ask for no list of them. */
  private static boolean isEnough(CommandLine server, String... arguments) {
    try {
      return !server.parseArgs(arguments).isUsageHelpRequested();
    } catch (ParameterException e) {
      return false;
    }
  }

  private static boolean isFile(PrintStream out) {
    return out == System.out && Files.isRegularFile(Path.of("/dev/stdout"));
  }

  private static PrintWriter writer(PrintStream stream) {
    // Straight on the stream: only then does checkError know that nobody reads any more.
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
