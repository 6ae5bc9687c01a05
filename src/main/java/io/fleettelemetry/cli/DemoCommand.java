package io.fleettelemetry.cli;

import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.logging.LogEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Run a server and simulated vehicles on this machine, and print what they send.",
      "",
      "Needs nothing: certificates and records go to a new temporary directory. Ctrl-C stops it."
          + " The configuration is conf/demo.json; ports that are taken are replaced."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final int MAX_VEHICLES = 100;
  private static final String CONFIG = "demo.json";

  private final Application application;

  @Option(
      names = "--vehicles",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many vehicles drive about, 1 to " + MAX_VEHICLES + "; ${DEFAULT-VALUE}.")
  private int vehicles;

  @Spec private CommandSpec spec;

  DemoCommand(Application application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    if (vehicles < 1 || vehicles > MAX_VEHICLES) {
      throw new ParameterException(
          spec.commandLine(), "--vehicles: %d — must be 1 to %d".formatted(vehicles, MAX_VEHICLES));
    }
    try {
      return run(Demo.prepare(vehicles, spec.commandLine().getOut()));
    } catch (IOException e) {
      spec.commandLine().getErr().println("fleet-telemetry: " + e.getMessage());
      return ExitStatus.FAILED;
    }
  }

  private int run(Demo demo) throws IOException {
    ConfigSource source =
        new ConfigLoader(application.dispatchers(), true)
            .source(CONFIG, config(), demo.environment());
    // The example has no mistake: a test reads it.
    Loaded loaded = (Loaded) source.reading().get();
    application.logging().configure(loaded.config().log(), Optional.of(whileRead(demo.lines())));
    int status =
        new ServerRun(application, spec.commandLine().getErr()).serve(loaded, source, demo);
    demo.summary();
    return status;
  }

  /** Ends the demonstration when nobody reads it any more, as behind {@code | head}. */
  private Consumer<LogEvent> whileRead(RecordLines lines) {
    return event -> {
      lines.accept(event);
      if (spec.commandLine().getOut().checkError()) {
        application.stopRequest().complete(null);
      }
    };
  }

  private static byte[] config() throws IOException {
    try (InputStream json = DemoCommand.class.getResourceAsStream(CONFIG)) {
      return json.readAllBytes();
    }
  }
}
