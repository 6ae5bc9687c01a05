package io.fleettelemetry;

import io.fleettelemetry.cli.Application;
import io.fleettelemetry.cli.Cli;
import io.fleettelemetry.cli.RunningServer;
import io.fleettelemetry.cli.ServerStarter;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.logging.Logging;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

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
    signals.install();
    System.exit(
        new Cli(application(stopRequest, signals), System.out, System.err).execute(arguments));
  }

  private static Application application(CompletableFuture<Void> stopRequest, Signals signals) {
    DispatcherCatalogue catalogue = DispatcherCatalogue.builtIn();
    return new Application(
        catalogue.settingsReaders(),
        new StartCheck(catalogue),
        (config, listener) ->
            listener.ifPresentOrElse(
                events -> Logging.configure(config, events), () -> Logging.configure(config)),
        new SignalledStarter(catalogue, signals, new AtomicBoolean()),
        stopRequest);
  }

  /** Starts a server that SIGHUP makes reload; one that comes before follows the start. */
  private record SignalledStarter(
      DispatcherCatalogue catalogue, Signals signals, AtomicBoolean reloadAsked)
      implements ServerStarter {

    @Override
    public void willStart() {
      signals.reloadWith(() -> reloadAsked.set(true));
    }

    @Override
    public Future<RunningServer> start(Loaded loaded, ConfigSource source) {
      return StandaloneServer.start(loaded, source, catalogue)
          .onSuccess(
              server -> {
                signals.reloadWith(server::reload);
                if (reloadAsked.get()) {
                  server.reload();
                }
              })
          .map(server -> server);
    }
  }
}
