package io.fleettelemetry.cli;

import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.Loading.Refused;
import io.fleettelemetry.config.Problems.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One life of a server, from its configuration to its end. Blocks the thread of the command. */
final class ServerRun {

  private static final Logger log = LoggerFactory.getLogger(ServerRun.class);

  private final Application application;
  private final PrintWriter err;

  /**
   * @param err where a configuration that is refused is told about
   */
  ServerRun(Application application, PrintWriter err) {
    this.application = application;
    this.err = err;
  }

  /** Runs until the process is asked to end; gives the status to end with. */
  int run(RunOptions options) {
    Vertx vertx = application.vertx().get();
    try {
      Loading loading =
          await(
              new ConfigLoader(application.dispatchers(), options.strict)
                  .load(vertx, options.file()));
      return loading instanceof Loaded loaded ? serve(vertx, loaded) : refuse((Refused) loading);
    } finally {
      await(vertx.close());
    }
  }

  private int refuse(Refused refused) {
    err.println("fleet-telemetry: the configuration is refused; nothing was started");
    print("error", refused.errors());
    print("warning", refused.warnings());
    err.flush();
    return ExitStatus.USAGE;
  }

  private void print(String kind, List<Problem> problems) {
    problems.forEach(problem -> err.println("  " + kind + ": " + problem));
  }

  private int serve(Vertx vertx, Loaded loaded) {
    application.logging().accept(loaded.config().log());
    loaded.warnings().forEach(ServerRun::logWarning);
    CompletableFuture<RunningServer> start =
        application
            .server()
            .start(vertx, loaded.config())
            .toCompletionStage()
            .toCompletableFuture();
    try {
      CompletableFuture.anyOf(start, application.stopRequest()).join();
    } catch (CompletionException e) {
      log.atError()
          .addKeyValue("error", reason(e.getCause()))
          .setCause(e.getCause())
          .log("server_not_started");
      return ExitStatus.FAILED;
    }
    // Asked to end while starting: closing Vert.x, which comes next, closes what is there so far.
    boolean started = start.isDone() && !start.isCompletedExceptionally();
    return started ? stopWhenAsked(start.join()) : ExitStatus.OK;
  }

  private int stopWhenAsked(RunningServer server) {
    application.stopRequest().join();
    try {
      await(server.stop());
      return ExitStatus.OK;
    } catch (CompletionException e) {
      log.atError().addKeyValue("error", reason(e.getCause())).log("server_not_stopped_in_order");
      return ExitStatus.FAILED;
    }
  }

  private static void logWarning(Problem warning) {
    LoggingEventBuilder line = log.atWarn().addKeyValue("key", warning.path());
    if (!warning.value().isEmpty()) {
      line = line.addKeyValue("value", warning.value());
    }
    line.addKeyValue("rule", warning.rule()).log("config_warning");
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
