package io.fleettelemetry.bench.macro;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "macro",
    mixinStandardHelpOptions = true,
    description = {
      "Measure what vehicles cost the whole server, and how much of that any server would cost.",
      "",
      "Starts the floor and the packaged server in turn, drives each with simulated vehicles from"
          + " another core, and writes a table in Markdown. Needs Linux, taskset, and two cores"
          + " without other work."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:Every row has its figures, met or not.",
      "1:A row has failed.",
      "2:The command line is wrong; nothing was started."
    },
    sortOptions = false)
final class MacroCommand implements Callable<Integer> {

  private static final int MAX_ROUNDS = 100;
  private static final int MAX_CORE = 1023;

  /** What a process has open besides vehicles. */
  private static final int OTHER_FILES = 300;

  private final Path home;
  private final List<String> arguments;

  @Option(
      names = "--row",
      paramLabel = "NAME",
      split = ",",
      description = "Measure this row, may be given again; all when not given.")
  private List<String> rowNames = List.of();

  @Option(names = "--list", description = "List the rows and what they measure, and end.")
  private boolean list;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each row is measured, 1 to 100; ${DEFAULT-VALUE} when not given.")
  private int rounds;

  @Option(
      names = "--quick",
      description = "Shorter and with fewer vehicles: to try it, not to believe its figures.")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every single value, in place of what is there.")
  private Path json;

  @Option(
      names = "--java",
      paramLabel = "DIR",
      description =
          "The Java that server, floor and load generator run on; that of JAVA_HOME when not given,"
              + " without that the newest that is found.")
  private Path java;

  @Option(
      names = "--server-core",
      paramLabel = "N",
      defaultValue = "0",
      description = "The server's core, 0 to 1023; ${DEFAULT-VALUE} when not given.")
  private int serverCore;

  @Option(
      names = "--load-core",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The core of the load generator and all else, 0 to 1023; ${DEFAULT-VALUE} when not given.")
  private int loadCore;

  @Spec private CommandSpec spec;

  /**
   * A command.
   *
   * @param home the project's directory
   * @param arguments the command line, for the record
   */
  MacroCommand(Path home, String... arguments) {
    this.home = home.toAbsolutePath();
    this.arguments = List.of(arguments);
  }

  @Override
  public Integer call() throws IOException {
    List<Row> rows = rows();
    if (list) {
      rows.forEach(this::list);
      return 0;
    }
    check(rows);
    JavaHome javaHome = javaHome();
    Machine machine = Machine.here(javaHome);
    PrintWriter err = spec.commandLine().getErr();
    err.println(machine.text());
    Results results;
    try (Workbench bench = Workbench.open(home, javaHome, pinned())) {
      results = new Measuring(bench, rounds, err).measure(rows);
    }
    print(results, machine);
    return results.isComplete() ? 0 : 1;
  }

  private void list(Row row) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(row.name());
    row.measures().forEach(measure -> out.println("  " + measure.title()));
  }

  private List<Row> rows() {
    List<Row> all = Rows.all(quick ? Effort.QUICK : Effort.FULL);
    String names = all.stream().map(Row::name).collect(Collectors.joining(", "));
    for (String name : rowNames) {
      if (all.stream().noneMatch(row -> row.name().equals(name))) {
        throw refused("--row", name, "must be one of " + names);
      }
    }
    return rowNames.isEmpty()
        ? all
        : all.stream().filter(row -> rowNames.contains(row.name())).toList();
  }

  private void check(List<Row> rows) {
    range("--rounds", rounds, 1, MAX_ROUNDS);
    range("--server-core", serverCore, 0, MAX_CORE);
    range("--load-core", loadCore, 0, MAX_CORE);
    if (serverCore == loadCore) {
      throw refused("--load-core", loadCore, "must not be --server-core");
    }
    if (json != null && !Files.isDirectory(json.toAbsolutePath().getParent())) {
      throw refused("--json", json, "must be in a directory that is there");
    }
    int vehicles = rows.stream().mapToInt(Row::vehicles).max().orElse(0);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < vehicles + OTHER_FILES) {
      throw new ParameterException(
          spec.commandLine(),
          "open files: "
              + system.getMaxFileDescriptorCount()
              + " — must be "
              + (vehicles + OTHER_FILES)
              + " or more for "
              + vehicles
              + " vehicles; ulimit -n raises that");
    }
  }

  private JavaHome javaHome() {
    return java == null
        ? JavaHome.chosen()
        : JavaHome.in(java)
            .orElseThrow(() -> refused("--java", java, "must be the directory of a Java"));
  }

  private Pinning pinned() throws IOException {
    try {
      return Pinning.thisProcess(serverCore, loadCore);
    } catch (TrialFailure e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void print(Results results, Machine machine) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(machine.text());
    out.println();
    out.print(MarkdownTable.of(results));
    if (quick) {
      out.println("\nMeasured with --quick: not to be believed.");
    }
    out.flush();
    if (json != null) {
      JsonObject all = ResultsJson.of(results, machine, arguments);
      Files.writeString(json, all.encodePrettily() + "\n");
    }
  }

  private void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw refused(option, value, "must be " + min + " to " + max);
    }
  }

  private ParameterException refused(String option, Object value, String rule) {
    return new ParameterException(spec.commandLine(), option + ": " + value + " — " + rule);
  }
}
