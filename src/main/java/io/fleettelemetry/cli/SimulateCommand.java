package io.fleettelemetry.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.fleettelemetry.simulator.Fleet;
import io.fleettelemetry.simulator.FleetReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description = {
      "Connect simulated vehicles to a server, drive them, and check every answer.",
      "",
      "Each vehicle has its own certificate, keeps a record until it is acked, comes back when its"
          + " connection is lost, and sends again what was not acked. Works with any server that"
          + " speaks the protocol."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:Every vehicle that tried was connected, one at least, nothing is lost, and there were no"
          + " errors.",
      "1:Otherwise.",
      "2:The command line, or what it names, is wrong; nothing was started."
    },
    sortOptions = false)
final class SimulateCommand implements Callable<Integer> {

  /** What else the process has open. */
  private static final int OTHER_FILES = 200;

  private static final int MAX_PROGRESS_SECONDS = 3_600;

  /** How the report is written. */
  enum Format {
    text,
    json
  }

  private final Application application;

  @Parameters(
      paramLabel = "HOST:PORT",
      converter = ServerAddress.Converter.class,
      description = "The server; port 443 when only HOST is given.")
  private ServerAddress server;

  @Mixin private SimulateOptions options;
  @Mixin private SimulateTls tls;
  @Mixin private SimulateMeasuring measuring;

  @Option(
      names = "--progress",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "How often progress is told where there is no terminal, 1 to 3600; ${DEFAULT-VALUE} when"
              + " not given.")
  private int progressSeconds;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text or json: how the report is written; with json, standard output has nothing else;"
              + " ${DEFAULT-VALUE} when not given.")
  private Format format;

  @Spec private CommandSpec spec;

  SimulateCommand(Application application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    OptionChecks checks = new OptionChecks(spec.commandLine());
    checks.range("--progress", progressSeconds, 1, MAX_PROGRESS_SECONDS);
    options.check();
    measuring.check();
    checkOpenFiles(checks);
    Fleet fleet;
    try {
      fleet = Fleet.start(options.settings(tls.load(server, err), measuring.settings()));
    } catch (IOException e) {
      err.println("fleet-telemetry: " + e.getMessage());
      return ExitStatus.USAGE;
    }
    application.stopRequest().thenRun(fleet::stop);
    FleetReport report = follow(fleet);
    print(report);
    return report.ok() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private void checkOpenFiles(OptionChecks checks) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long files = system.getMaxFileDescriptorCount();
      checks.that(
          options.vehicles() + OTHER_FILES <= files,
          "--vehicles",
          options.vehicles(),
          "must be at most "
              + (files - OTHER_FILES)
              + ", as this process may open "
              + files
              + " files; ulimit -n raises that");
    }
  }

  private FleetReport follow(Fleet fleet) {
    ProgressPrinter progress = progressPrinter();
    CompletableFuture<FleetReport> report = fleet.report().toCompletableFuture();
    while (!report.isDone()) {
      // Each progress has the latencies since the one before, so it is not asked for unless shown.
      CompletableFuture<FleetReport> pause =
          report.copy().completeOnTimeout(null, progress.seconds(), TimeUnit.SECONDS);
      if (pause.join() == null) {
        progress.show(fleet.progress());
      }
    }
    progress.end();
    return report.join();
  }

  private ProgressPrinter progressPrinter() {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      return ProgressPrinter.inLines(spec.commandLine().getErr(), progressSeconds);
    }
    return Help.Ansi.AUTO.enabled()
        ? ProgressPrinter.onTerminal(out)
        : ProgressPrinter.inLines(out, progressSeconds);
  }

  private void print(FleetReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      out.println(FleetReportJson.of(report).encodePrettily());
      out.flush();
    } else {
      new FleetReportText(out).print(report);
    }
    if (!report.ok()) {
      spec.commandLine().getErr().println("fleet-telemetry: " + FleetReportText.verdict(report));
    }
  }
}
