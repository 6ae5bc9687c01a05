package io.fleettelemetry.bench.macro;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/** The command {@code bin/benchmark macro}. */
public final class Macro {

  /** The property that names the project's directory; the working directory when not set. */
  private static final String HOME = "fleet-telemetry.home";

  private Macro() {}

  /** Carries out the command line and ends the process with the command's status. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    Path home = Path.of(System.getProperty(HOME, ""));
    System.exit(
        new CommandLine(new MacroCommand(home, arguments))
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler(Macro::refuse)
            .execute(arguments));
  }

  private static int refuse(CommandLine.ParameterException wrong, String[] arguments) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println("benchmark: " + wrong.getMessage());
    err.println("See bin/benchmark macro --help");
    return CommandLine.ExitCode.USAGE;
  }
}
