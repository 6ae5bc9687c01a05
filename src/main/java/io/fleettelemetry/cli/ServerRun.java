package io.fleettelemetry.cli;

import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.Loading.Refused;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.RefusedConfigException;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One life of a server, from its configuration to its end. Blocks the thread of the command. */
final class ServerRun {

  private static final Logger log = LoggerFactory.getLogger(ServerRun.class);

  /** What lives beside the server. Called on the thread of the command. */
  interface Companion {

    /** The server takes vehicles. */
    void started();

    /** The server is about to stop; it does when this returns. */
    void stopping();
  }

  private static final Companion NONE =
      new Companion() {
        @Override
        public void started() {}

        @Override
        public void stopping() {}
      };

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
    Loading loading = ConfigFile.load(application, options.file(), options.strict);
    return loading instanceof Loaded loaded
        ? serve(loaded, ConfigFile.source(application, options.file(), options.strict))
        : refuse(((Refused) loading).errors(), ((Refused) loading).warnings());
  }

  private int refuse(List<Problem> errors, List<Problem> warnings) {
    err.println("fleet-telemetry: the configuration is refused; nothing was started");
    ConfigFile.print(err, errors, warnings);
    return ExitStatus.USAGE;
  }

  private int serve(Loaded loaded, ConfigSource source) {
    application.logging().configure(loaded.config().log(), Optional.empty());
    return serve(loaded, source, NONE);
  }

  /** The same for a configuration that is there, with logs set up and a companion. */
  int serve(Loaded loaded, ConfigSource source, Companion companion) {
    Problems.log(loaded.warnings());
    CompletableFuture<RunningServer> start =
        application.server().start(loaded, source).toCompletionStage().toCompletableFuture();
    try {
      CompletableFuture.anyOf(start, application.stopRequest()).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RefusedConfigException refused) {
        return refuse(refused.problems(), List.of());
      }
      logNotStarted(e.getCause());
      return ExitStatus.FAILED;
    }
    // Asked to end while starting: no record has been accepted, and the process's end closes it.
    boolean started = start.isDone() && !start.isCompletedExceptionally();
    if (!started) {
      log.atInfo().log("stopped_server");
      return ExitStatus.OK;
    }
    return stopWhenAsked(start.join(), companion);
  }

  /**
   * A port or a directory that is taken and the like is no defect: its message is all that helps.
   */
  private static void logNotStarted(Throwable cause) {
    LoggingEventBuilder line = log.atError().addKeyValue("error", reason(cause));
    if (!(cause instanceof IOException) && !(cause.getCause() instanceof IOException)) {
      line = line.setCause(cause);
    }
    line.log("server_not_started");
  }

  private int stopWhenAsked(RunningServer server, Companion companion) {
    companion.started();
    application.stopRequest().join();
    companion.stopping();
    try {
      return await(server.stop()).total() == 0 ? ExitStatus.OK : ExitStatus.LOST;
    } catch (CompletionException e) {
      log.atError().addKeyValue("error", reason(e.getCause())).log("server_not_stopped_in_order");
      return ExitStatus.FAILED;
    }
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
