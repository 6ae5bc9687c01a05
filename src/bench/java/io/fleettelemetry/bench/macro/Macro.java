package io.fleettelemetry.bench.macro;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The command {@code bin/benchmark macro}. */
public final class Macro {

  /** The property that names the project's directory; the working directory when not set. */
  private static final String HOME = "fleet-telemetry.home";

  private Macro() {}

  /** Carries out the command line and ends the process with the command's status. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    // Standard output is the table's; Kafka's tools would write to it.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Path home = Path.of(System.getProperty(HOME, ""));
    System.exit(commandLine(home, out, err, arguments).execute(arguments));
  }

  /** The command line, to be executed once with the same arguments. */
  static CommandLine commandLine(Path home, PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new MacroCommand(home, arguments))
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Macro::refuse);
  }

  private static int refuse(CommandLine.ParameterException wrong, String[] arguments) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println("benchmark: " + wrong.getMessage());
    err.println("See bin/benchmark macro --help");
    return CommandLine.ExitCode.USAGE;
  }
}
