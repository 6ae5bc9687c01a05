package io.fleettelemetry;

import io.fleettelemetry.cli.Application;
import io.fleettelemetry.cli.Cli;
import io.fleettelemetry.cli.ExitStatus;
import io.fleettelemetry.logging.Logging;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The process: the only place that ends it. */
public final class Main {

  /** The JDK's TLS engine would let a client handshake again and again; BoringSSL never does. */
  static final String REJECT_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  /**
   * Vert.x would look for files on the class path too, which ours never are on, and for that keep a
   * directory of its own under the temporary one; it cannot once the process is asked to end.
   */
  private static final String NO_FILES_ON_CLASS_PATH = "vertx.disableFileCPResolving";

  /**
   * Netty would tell the JDK's flight recorder of each buffer; to register these events with it
   * takes a tenth of the time to start. Who wants them sets this to true, as an option of Java.
   */
  private static final String BUFFER_EVENTS = "io.netty.jfr.enabled";

  private Main() {}

  /** Carries out the command line and ends the process with the command's status. */
  public static void main(String[] arguments) {
    System.setProperty(REJECT_RENEGOTIATION, "true");
    System.setProperty(NO_FILES_ON_CLASS_PATH, "true");
    if (System.getProperty(BUFFER_EVENTS) == null) {
      System.setProperty(BUFFER_EVENTS, "false");
    }
    // All that is written is English, and its digits and points are what programs expect.
    Locale.setDefault(Locale.ROOT);
    CompletableFuture<Void> stopRequest = new CompletableFuture<>();
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stopInOrder(stopRequest, status), "shutdown"));
    int code = ExitStatus.FAILED;
    try {
      code = new Cli(application(stopRequest), System.out, System.err).execute(arguments);
    } finally {
      status.complete(code);
    }
    System.exit(code);
  }

  /**
   * The JVM's answer to SIGTERM and SIGINT: it would end with 143 or 130 as soon as this returns,
   * so the process is ended here, when the command has stopped and with its status.
   */
  private static void stopInOrder(
      CompletableFuture<Void> stopRequest, CompletableFuture<Integer> status) {
    if (!status.isDone()) {
      stopRequest.complete(null);
      Runtime.getRuntime().halt(status.join());
    }
  }

  private static Application application(CompletableFuture<Void> stopRequest) {
    DispatcherCatalogue catalogue = DispatcherCatalogue.builtIn();
    return new Application(
        catalogue.settingsReaders(),
        new StartCheck(catalogue),
        (config, listener) ->
            listener.ifPresentOrElse(
                events -> Logging.configure(config, events), () -> Logging.configure(config)),
        config -> StandaloneServer.start(config, catalogue),
        stopRequest);
  }
}
