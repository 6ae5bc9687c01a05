package io.fleettelemetry.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Takes a command line and carries it out. */
public final class Cli {

  private static final String RUN = "run";

  private final Application application;
  private final PrintStream out;
  private final PrintStream err;

  /** What makes each command, by its name, in the order of the help. */
  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

  /**
   * A command line that can be carried out once, as the application's request to stop is made once.
   *
   * @param out where help and versions go, in UTF-8 whatever the locale says
   * @param err where errors go, likewise
   */
  public Cli(Application application, PrintStream out, PrintStream err) {
    this.application = application;
    this.out = out;
    this.err = err;
    commands.put(RUN, () -> new RunCommand(application));
    commands.put("demo", () -> new DemoCommand(application));
    commands.put("show", () -> new ShowCommand(application, isFile(out)));
    commands.put("simulate", () -> new SimulateCommand(application));
    commands.put("sink", () -> new SinkCommand(application));
    commands.put("check-config", () -> new CheckConfigCommand(application));
    commands.put("dev-certs", DevCertsCommand::new);
    commands.put("zmq-keys", ZmqKeysCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("version", VersionCommand::new);
  }

  /** Blocks until the command is done; gives one of {@link ExitStatus}. */
  public int execute(String... arguments) {
    // A server should start soon, and to make all commands can take a tenth of the time.
    CommandLine server = commandLine(RUN::equals);
    return (startsServer(server, arguments) ? server : commandLine(name -> true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new WrongCommandLine())
        .setOut(writer(out))
        .setErr(writer(err))
        .execute(arguments);
  }

  /**
   * The grammar of the command line.
   *
   * @param made which commands it has; of the others it knows the names
   */
  private CommandLine commandLine(Predicate<String> made) {
    CommandLine line = new CommandLine(new FleetTelemetryCommand(application));
    commands.forEach(
        (name, command) ->
            line.addSubcommand(name, made.test(name) ? command.get() : CommandSpec.create()));
    return line;
  }

  /** Whether the arguments are right, name no command but {@code run}, and ask for no help. */
  private static boolean startsServer(CommandLine server, String... arguments) {
    try {
      ParseResult parsed = server.parseArgs(arguments);
      return !parsed.isUsageHelpRequested()
          && (!parsed.hasSubcommand() || parsed.subcommand().commandSpec().name().equals(RUN));
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
