package io.fleettelemetry;

import io.fleettelemetry.cli.Application;
import io.fleettelemetry.cli.Cli;
import io.fleettelemetry.logging.Logging;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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
    Consumer<StandaloneServer> started = server -> {};
    if (isRun(arguments)) {
      AtomicBoolean early = new AtomicBoolean();
      signals.reloadWith(() -> early.set(true));
      started = server -> reloadable(server, signals, early);
    }
    signals.install();
    System.exit(
        new Cli(application(stopRequest, started), System.out, System.err).execute(arguments));
  }

  private static Application application(
      CompletableFuture<Void> stopRequest, Consumer<StandaloneServer> started) {
    DispatcherCatalogue catalogue = DispatcherCatalogue.builtIn();
    return new Application(
        catalogue.settingsReaders(),
        new StartCheck(catalogue),
        (config, listener) ->
            listener.ifPresentOrElse(
                events -> Logging.configure(config, events), () -> Logging.configure(config)),
        (loaded, source) ->
            StandaloneServer.start(loaded, source, catalogue)
                .onSuccess(started::accept)
                .map(server -> server),
        stopRequest);
  }

  /** Whether this is the command {@code run}, whose SIGHUP never means the end. */
  private static boolean isRun(String... arguments) {
    return arguments.length == 0 || arguments[0].startsWith("-") || arguments[0].equals("run");
  }

  /** A reload that was asked for before the server ran follows its start. */
  private static void reloadable(StandaloneServer server, Signals signals, AtomicBoolean early) {
    signals.reloadWith(server::reload);
    if (early.get()) {
      server.reload();
    }
  }
}
