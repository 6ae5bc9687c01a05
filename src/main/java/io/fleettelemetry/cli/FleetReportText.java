package io.fleettelemetry.cli;

import io.fleettelemetry.simulator.FleetReport;
import io.fleettelemetry.simulator.FleetReport.Connections;
import io.fleettelemetry.simulator.FleetReport.Rates;
import io.fleettelemetry.simulator.FleetReport.Reconnecting;
import io.fleettelemetry.simulator.FleetReport.Records;
import io.fleettelemetry.simulator.Latencies;
import io.fleettelemetry.simulator.ServerUsage;
import io.fleettelemetry.simulator.ServerUsage.Spent;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes what came of a fleet for people. */
final class FleetReportText {

  private static final long KIB_A_MIB = 1024;

  private final PrintWriter out;

  FleetReportText(PrintWriter out) {
    this.out = out;
  }

  /** All but what is wrong, which is told as an error: {@link #verdict}. */
  void print(FleetReport report) {
    connections(report.connections());
    records(report.records());
    unexpected(report.records());
    latencies("ack latency", report.ackLatency());
    rates(report.rates());
    report.server().ifPresent(this::server);
    if (report.ok()) {
      out.println(verdict(report));
    }
    out.flush();
  }

  /** One line: whether all is well, or what is wrong. */
  static String verdict(FleetReport report) {
    if (!report.ok()) {
      return "failed: " + String.join(", ", report.problems());
    }
    Connections of = report.connections();
    String connected =
        of.everConnected() == of.vehicles()
            ? "every vehicle was connected"
            : String.format(
                Locale.ROOT,
                "%,d of %,d vehicles were connected when it was stopped",
                of.everConnected(),
                of.vehicles());
    return "ok: " + connected + ", nothing is lost, no errors";
  }

  private void connections(Connections of) {
    line(
        "connected",
        "%,d of %,d vehicles, %,d at once, %,d at the end, %,d reconnects",
        of.everConnected(),
        of.vehicles(),
        of.peak(),
        of.connected(),
        of.reconnects());
    counts("not connected", of.failures());
    counts("disconnected", of.disconnects());
    latencies("handshake", of.handshake());
    of.reconnecting().ifPresent(this::reconnecting);
  }

  private void reconnecting(Reconnecting of) {
    line(
        "came back",
        "%,d connections in %s, %,d with a resumed TLS session, %,d tries failed",
        of.connections(),
        Figures.time(of.time()),
        of.resumed(),
        of.failures());
    latencies("handshake then", of.handshake());
  }

  private void records(Records of) {
    line("sent", "%,d records, %,d again", of.sent(), of.resent());
    line("acked", "%,d of %,d made", of.acked(), of.made());
    count("refused", of.refused());
    line("lost", "%,d, of these %,d dropped by full stores", of.lost(), of.dropped());
    counts("errors", of.errors());
  }

  private void unexpected(Records of) {
    count("duplicate acks", of.duplicateAcks());
    count("unknown txids", of.unknownTxids());
    count("wrong types", of.wrongTopics());
    count("unreadable", of.unreadable());
  }

  private void rates(Rates of) {
    line(
        "rate",
        "%,.1f sent/s, %,.1f acked/s in %,.1f s; wanted %s",
        of.sent(),
        of.acked(),
        of.measured().toNanos() / 1e9,
        of.wanted().isEmpty()
            ? "as many as possible"
            : String.format(Locale.ROOT, "%,.1f/s", of.wanted().getAsDouble()));
    line(
        "processor",
        "%.2f of one used by this process, %,.0f records sent for a second of it",
        of.cpuShare(),
        of.sentPerCpuSecond());
  }

  private void server(ServerUsage of) {
    List<String> used = new ArrayList<>();
    if (of.ended()) {
      used.add("process " + of.pid() + " has ended");
    }
    of.measured()
        .ifPresent(
            spent -> used.add(String.format(Locale.ROOT, "%.2f of a processor", spent.cores())));
    each(of.measured(), "record acked").ifPresent(used::add);
    each(of.connecting(), "connection").ifPresent(used::add);
    each(of.reconnecting(), "connection that came back").ifPresent(used::add);
    line("server", "%s", String.join(", ", used));
    line("server memory", "%s", memory(of));
  }

  private static Optional<String> each(Optional<Spent> spent, String what) {
    return spent
        .filter(of -> of.count() > 0)
        .map(
            of ->
                String.format(
                    Locale.ROOT, "%,.1f µs for each %s", of.microsEach().orElse(0), what));
  }

  private static String memory(ServerUsage of) {
    return of.at().entrySet().stream()
        .map(
            at ->
                String.format(
                    Locale.ROOT,
                    "%s %,d MiB",
                    at.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    at.getValue().residentKib() / KIB_A_MIB))
        .collect(Collectors.joining(", "));
  }

  private void latencies(String name, Latencies of) {
    if (of.count() > 0) {
      line(
          name,
          "p50 %s, p90 %s, p99 %s, p99.9 %s, max %s",
          Figures.time(of.p50()),
          Figures.time(of.p90()),
          Figures.time(of.p99()),
          Figures.time(of.p999()),
          Figures.time(of.max()));
    }
  }

  private void count(String name, long count) {
    if (count > 0) {
      line(name, "%,d", count);
    }
  }

  private void counts(String name, Map<String, Long> counts) {
    counts.forEach((reason, count) -> line(name, "%,d × %s", count, reason));
  }

  private void line(String name, String format, Object... values) {
    out.println(
        String.format(Locale.ROOT, "%-14s ", name) + String.format(Locale.ROOT, format, values));
  }
}
