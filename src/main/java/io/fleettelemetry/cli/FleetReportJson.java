package io.fleettelemetry.cli;

import io.fleettelemetry.simulator.FleetReport;
import io.fleettelemetry.simulator.FleetReport.Connections;
import io.fleettelemetry.simulator.FleetReport.Rates;
import io.fleettelemetry.simulator.FleetReport.Reconnecting;
import io.fleettelemetry.simulator.FleetReport.Records;
import io.fleettelemetry.simulator.Latencies;
import io.fleettelemetry.simulator.Milestone;
import io.fleettelemetry.simulator.ProcessUsage;
import io.fleettelemetry.simulator.ServerUsage;
import io.fleettelemetry.simulator.ServerUsage.Spent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Writes what came of a fleet for programs: one object; times in milliseconds. */
final class FleetReportJson {

  private static final double NANOS_A_SECOND = 1e9;
  private static final double NANOS_A_MILLI = 1e6;

  private FleetReportJson() {}

  static JsonObject of(FleetReport report) {
    return new JsonObject()
        .put("ok", report.ok())
        .put("problems", new JsonArray(report.problems()))
        .put("connections", connections(report.connections()))
        .put("records", records(report.records()))
        .put("rates", rates(report.rates()))
        .put("simulator", simulator(report.rates()))
        .put("server", report.server().map(FleetReportJson::server).orElse(null))
        .put("ack_latency_ms", latencies(report.ackLatency()));
  }

  private static JsonObject connections(Connections of) {
    return new JsonObject()
        .put("vehicles", of.vehicles())
        .put("tried", of.tried())
        .put("ever_connected", of.everConnected())
        .put("connected", of.connected())
        .put("peak", of.peak())
        .put("reconnects", of.reconnects())
        .put("failures", counts(of.failures()))
        .put("disconnects", counts(of.disconnects()))
        .put("handshake_ms", latencies(of.handshake()))
        .put("resumed", of.resumed())
        .put("connecting_s", seconds(of.connecting()))
        .put("reconnecting", of.reconnecting().map(FleetReportJson::reconnecting).orElse(null));
  }

  private static JsonObject reconnecting(Reconnecting of) {
    return new JsonObject()
        .put("rounds", of.rounds())
        .put("connections", of.connections())
        .put("failures", of.failures())
        .put("resumed", of.resumed())
        .put("duration_s", seconds(of.time()))
        .put("handshake_ms", latencies(of.handshake()));
  }

  private static JsonObject records(Records of) {
    return new JsonObject()
        .put("made", of.made())
        .put("sent", of.sent())
        .put("resent", of.resent())
        .put("acked", of.acked())
        .put("refused", of.refused())
        .put("dropped", of.dropped())
        .put("lost", of.lost())
        .put("errors", counts(of.errors()))
        .put("duplicate_acks", of.duplicateAcks())
        .put("unknown_txids", of.unknownTxids())
        .put("wrong_topics", of.wrongTopics())
        .put("unreadable", of.unreadable());
  }

  private static JsonObject rates(Rates of) {
    return new JsonObject()
        .put("measured_s", seconds(of.measured()))
        .put("wanted_per_s", of.wanted().isEmpty() ? null : of.wanted().getAsDouble())
        .put("sent_per_s", of.sent())
        .put("acked_per_s", of.acked())
        .put("cpu_s", of.cpuSeconds())
        .put("sent_per_cpu_s", of.sentPerCpuSecond());
  }

  private static JsonObject simulator(Rates of) {
    return new JsonObject().put("cpu_s", of.cpuSeconds()).put("cores", of.cpuShare());
  }

  private static JsonObject server(ServerUsage of) {
    JsonObject at = new JsonObject();
    for (Milestone milestone : Milestone.values()) {
      ProcessUsage usage = of.at().get(milestone);
      at.put(
          milestone.name().toLowerCase(Locale.ROOT),
          usage == null
              ? null
              : new JsonObject()
                  .put("cpu_s", seconds(usage.cpu()))
                  .put("rss_kib", usage.residentKib()));
    }
    return new JsonObject()
        .put("pid", of.pid())
        .put("ended", of.ended())
        .put("at", at)
        .put("connecting", of.connecting().map(FleetReportJson::connections).orElse(null))
        .put("reconnecting", of.reconnecting().map(FleetReportJson::connections).orElse(null))
        .put("measured", of.measured().map(FleetReportJson::measured).orElse(null));
  }

  private static JsonObject connections(Spent of) {
    return new JsonObject()
        .put("connections", of.count())
        .put("cpu_s", seconds(of.cpu()))
        .put("cpu_us_per_connection", microsEach(of));
  }

  private static JsonObject measured(Spent of) {
    return new JsonObject()
        .put("acked", of.count())
        .put("cpu_s", seconds(of.cpu()))
        .put("cores", of.cores())
        .put("cpu_us_per_acked", microsEach(of));
  }

  private static Double microsEach(Spent of) {
    return of.microsEach().isEmpty() ? null : of.microsEach().getAsDouble();
  }

  private static JsonObject latencies(Latencies of) {
    return new JsonObject()
        .put("count", of.count())
        .put("p50", millis(of.p50()))
        .put("p90", millis(of.p90()))
        .put("p99", millis(of.p99()))
        .put("p99.9", millis(of.p999()))
        .put("max", millis(of.max()));
  }

  private static JsonObject counts(Map<String, Long> counts) {
    JsonObject object = new JsonObject();
    counts.forEach(object::put);
    return object;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS_A_SECOND;
  }

  private static double millis(Duration time) {
    return time.toNanos() / NANOS_A_MILLI;
  }
}
