package io.fleettelemetry.cli;

import io.fleettelemetry.cli.show.Moments;
import io.fleettelemetry.cli.show.Show;
import io.fleettelemetry.cli.show.ShowRequest;
import java.io.IOException;
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
        "Show the records that the dispatcher file has stored, the oldest first, also while a"
            + " server stores more.",
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
      "1:Something could not be read, because the system refused it.",
      "2:The command line is wrong, or there is no such directory; nothing was shown."
    })
final class ShowCommand implements Callable<Integer> {

  private final Application application;

  @Parameters(paramLabel = "DIRECTORY", description = "The directory of the dispatcher file.")
  private Path store;

  @Mixin private ShowOptions options;
  @Spec private CommandSpec spec;

  ShowCommand(Application application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    ShowRequest request = request(ZoneId.systemDefault());
    if (!Files.isDirectory(store)) {
      return refuse("there is no such directory", ExitStatus.USAGE);
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Show show = new Show(request, out, err, application.stopRequest());
      return show.run() ? ExitStatus.OK : ExitStatus.FAILED;
    } catch (IOException e) {
      return refuse("cannot be read: " + e, ExitStatus.FAILED);
    }
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
        zone);
  }

  private int terminalWidth() {
    return spec.usageMessage().autoWidth(true).width();
  }

  private int refuse(String rule, int status) {
    spec.commandLine()
        .getErr()
        .println("fleet-telemetry: DIRECTORY: %s — %s".formatted(store, rule));
    return status;
  }
}
