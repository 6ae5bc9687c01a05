package io.fleettelemetry.cli;

import io.fleettelemetry.cli.show.Moments;
import io.fleettelemetry.cli.show.Show;
import io.fleettelemetry.cli.show.ShowRequest;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description =
        "Show what a record store, the directory of the dispatcher file, has: the oldest records"
            + " first, also while a server stores more.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  The charge of one vehicle in the last hour:",
      "    fleet-telemetry show records --vin 5YJ3E1EA0NF000001 --field Soc --since 1h",
      "  Every record from now on, as it comes:",
      "    fleet-telemetry show records --follow",
      "  The alerts of the last week, for a spreadsheet:",
      "    fleet-telemetry show records --type alerts --since 7d --format csv"
    },
    exitCodeList = {
      "0:Done, stopped by SIGTERM or SIGINT, or nobody reads the output any more.",
      "1:Something could not be read, or not be written to a file, because the system refused it.",
      "2:The command line is wrong, or there is no such directory; nothing was shown."
    })
final class ShowCommand implements Callable<Integer> {

  private final Application application;
  private final boolean toFile;

  @Parameters(paramLabel = "DIRECTORY", description = "The directory of the dispatcher file.")
  private Path store;

  @Mixin private ShowOptions options;
  @Spec private CommandSpec spec;

  /**
   * The command.
   *
   * @param toFile whether the output goes to a file
   */
  ShowCommand(Application application, boolean toFile) {
    this.application = application;
    this.toFile = toFile;
  }

  @Override
  public Integer call() {
    ShowRequest request = request(ZoneId.systemDefault());
    if (!Files.isDirectory(store)) {
      spec.commandLine()
          .getErr()
          .println("fleet-telemetry: DIRECTORY: %s — there is no such directory".formatted(store));
      return ExitStatus.USAGE;
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Show show = new Show(request, out, err, application.stopRequest());
    return show.run() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private ShowRequest request(ZoneId zone) {
    return new ShowRequest(
        store,
        options.filter(spec, new Moments(Clock.systemUTC(), zone)),
        options.signals(spec),
        options.last(spec),
        options.follow(),
        options.format(),
        Ansi.AUTO.enabled() ? terminalWidth() : 0,
        zone,
        toFile);
  }

  private int terminalWidth() {
    return spec.usageMessage().autoWidth(true).width();
  }
}
