package io.fleettelemetry.cli;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.pki.Pem;
import io.fleettelemetry.simulator.AckSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "sink",
    description = {
      "Take vehicles, ack whatever they send and keep nothing, until SIGTERM or SIGINT.",
      "",
      "The least that a server can do: to measure clients against, not to run."
    },
    sortOptions = false)
final class SinkCommand implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;
  private static final int MAX_THREADS = 64;
  private static final Duration VALIDITY = Duration.ofDays(7);

  private final Application application;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; ${DEFAULT-VALUE} when not given.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8443",
      description = "Port to listen on, 0 for any that is free; ${DEFAULT-VALUE} when not given.")
  private int port;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description =
          "PEM certificate chain to show; a throw-away one for localhost and 127.0.0.1 when not"
              + " given.")
  private Path cert;

  @Option(names = "--key", paramLabel = "FILE", description = "Its PEM private key.")
  private Path key;

  @Option(
      names = "--write-ca",
      paramLabel = "FILE",
      description = "Write the authority of the throw-away certificate, for clients to trust.")
  private Path writeCa;

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description =
          "PEM certificates of the authorities that sign vehicles' certificates; any certificate"
              + " will do when not given.")
  private Path clientCa;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Event loops, 1 to 64; ${DEFAULT-VALUE} when not given.")
  private int threads;

  @Spec private CommandSpec spec;

  SinkCommand(Application application) {
    this.application = application;
  }

  @Override
  public Integer call() {
    OptionChecks checks = new OptionChecks(spec.commandLine());
    checks.range("--port", port, 0, MAX_PORT);
    checks.range("--threads", threads, 1, MAX_THREADS);
    AckSink.Settings settings = settings(checks);
    AckSink sink;
    try {
      sink = AckSink.start(settings);
    } catch (IOException e) {
      spec.commandLine().getErr().println("fleet-telemetry: " + e.getMessage());
      return ExitStatus.FAILED;
    }
    follow(sink);
    sink.stop().toCompletableFuture().join();
    return ExitStatus.OK;
  }

  private AckSink.Settings settings(OptionChecks checks) {
    try {
      List<X509Certificate> authorities = clientCa == null ? List.of() : Pem.certificates(clientCa);
      return new AckSink.Settings(host, port, credential(checks), authorities, threads);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private Credential credential(OptionChecks checks) throws IOException {
    if (cert != null && key != null) {
      checks.that(writeCa == null, "--write-ca", writeCa, "is of no use with --cert");
      return Credential.load(cert, key);
    }
    if (cert != null || key != null) {
      throw checks.refused(
          cert == null ? "--cert" : "--key", "missing", "--cert and --key go together");
    }
    CertificateAuthority authority = CertificateAuthority.create("fleet-telemetry sink", VALIDITY);
    if (writeCa != null) {
      Pem.write(writeCa, authority.certificate());
    }
    return authority.server(List.of("localhost", "127.0.0.1"));
  }

  private void follow(AckSink sink) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("listening on " + host + ":" + sink.port());
    out.flush();
    AckSink.Counts before = sink.counts();
    long beforeAt = System.nanoTime();
    while (!application.stopRequest().isDone()) {
      application.stopRequest().copy().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
      AckSink.Counts now = sink.counts();
      long nowAt = System.nanoTime();
      if (!now.equals(before)) {
        out.println(line(before, now, (nowAt - beforeAt) / 1e9));
        out.flush();
      }
      before = now;
      beforeAt = nowAt;
    }
  }

  private static String line(AckSink.Counts before, AckSink.Counts now, double seconds) {
    return String.format(
        Locale.ROOT,
        "%,d connected  %,.0f acks/s  %,d records acked  %,d other messages",
        now.connected(),
        (now.records() - before.records()) / seconds,
        now.records(),
        now.others());
  }
}
