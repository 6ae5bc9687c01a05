package io.fleettelemetry;

import io.fleettelemetry.cli.Application;
import io.fleettelemetry.cli.Cli;
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
    Signals signals = new Signals(stopRequest, status -> Runtime.getRuntime().halt(status));
    CompletableFuture<StandaloneServer> running = new CompletableFuture<>();
    if (isRun(arguments)) {
      // Asked for before the server runs, it follows the start.
      signals.reloadWith(() -> running.thenAccept(StandaloneServer::reload));
    }
    signals.install();
    System.exit(
        new Cli(application(stopRequest, running), System.out, System.err).execute(arguments));
  }

  private static Application application(
      CompletableFuture<Void> stopRequest, CompletableFuture<StandaloneServer> running) {
    DispatcherCatalogue catalogue = DispatcherCatalogue.builtIn();
    return new Application(
        catalogue.settingsReaders(),
        new StartCheck(catalogue),
        (config, listener) ->
            listener.ifPresentOrElse(
                events -> Logging.configure(config, events), () -> Logging.configure(config)),
        (loaded, source) ->
            StandaloneServer.start(loaded, source, catalogue)
                .onSuccess(running::complete)
                .map(server -> server),
        stopRequest);
  }

  /** Whether this is the command {@code run}, whose SIGHUP never means the end. */
  private static boolean isRun(String... arguments) {
    return arguments.length == 0 || arguments[0].startsWith("-") || arguments[0].equals("run");
  }
}
