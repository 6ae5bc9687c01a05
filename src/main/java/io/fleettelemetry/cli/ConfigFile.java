package io.fleettelemetry.cli;

import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Problems.Problem;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** A configuration file on its way into a command. */
final class ConfigFile {

  private ConfigFile() {}

  /**
   * Loads it and finds all that is wrong. Blocks.
   *
   * @param strict whether keys that are not known are errors
   */
  static Loading load(Application application, Path file, boolean strict) {
    // One that lives no longer: how the server's is made depends on what is read.
    Vertx vertx = Vertx.vertx();
    try {
      return new ConfigLoader(application.dispatchers(), strict, application.check())
          .load(vertx, file)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** The same as a source for a server that runs, which knows itself what it would refuse. */
  static ConfigSource source(Application application, Path file, boolean strict) {
    return new ConfigLoader(application.dispatchers(), strict).source(file);
  }

  /** Prints what is wrong, a line each. */
  static void print(PrintWriter err, List<Problem> errors, List<Problem> warnings) {
    errors.forEach(problem -> err.println("  error: " + problem));
    warnings.forEach(problem -> err.println("  warning: " + problem));
    err.flush();
  }
}
