package io.fleettelemetry.cli;

import java.util.List;

/** What operators see of a server: logs, metrics, pages. */
final class ObservationRules {

  private static final String LOG_LEVEL = "log_level";
  private static final String METRICS_PORT = "monitoring.prometheus_metrics_port";
  private static final String METRICS_HOST = "monitoring.prometheus_metrics_host";

  static final List<MigrationRule> ALL =
      List.of(
          MigrationRule.when(
              file -> file.isOn(METRICS_PORT) && !file.gives(METRICS_HOST),
              new Difference(
                  METRICS_HOST,
                  "the metrics page is on 127.0.0.1 alone unless told otherwise; older versions of"
                      + " the server in the field have it on all addresses",
                  "\"0.0.0.0\" lets another machine scrape it")),
          MigrationRule.when(
              file -> file.isOn(METRICS_PORT),
              new Difference(
                  METRICS_PORT,
                  "metrics keep their names and labels; those of the process measure the JVM"
                      + " (num_goroutine counts threads), and others that begin with"
                      + " fleet_telemetry_ are added",
                  "")),
          MigrationRule.when(
              file -> file.isOn(METRICS_PORT),
              new Difference(
                  METRICS_PORT,
                  "signal_count and vin_signal_count count the signals of every accepted record, in"
                      + " the field only those over the rate limit",
                  "look at thresholds of alarms on them")),
          MigrationRule.when(
              file -> file.isOn(METRICS_PORT),
              new Difference(
                  METRICS_PORT,
                  "labels are bounded: types that are not in records are \"other\", as are devices"
                      + " after the first 1,000 in rate_limit_exceeded_total; msg_type is a number",
                  "")),
          MigrationRule.when(
              file -> file.isOn("status_port"),
              new Difference(
                  "status_port",
                  "/status answers as in the field; /health/live, /health/ready and"
                      + " /health/dependencies are there besides",
                  "let load balancers ask /health/ready: it says 503 while starting and stopping")),
          MigrationRule.when(
              file -> file.origin(LOG_LEVEL).matches("(?i).*, from (fatal|panic)"),
              new Difference(
                  LOG_LEVEL, "is taken as error: error lines are still written", "write error")),
          MigrationRule.when(
              file -> file.is(LOG_LEVEL, "info"),
              new Difference(
                  LOG_LEVEL,
                  "the lines request_start and request_end are at level debug",
                  "watch socket_connected and socket_disconnected instead")),
          MigrationRule.when(
              file -> file.uses("logger") && file.is("json_log_enable", false),
              new Difference(
                  "json_log_enable",
                  "in text lines nested values are JSON, in the field map[…]",
                  "look at what reads data and metadata from record_payload")),
          MigrationRule.when(
              file -> file.is("SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING", false),
              new Difference(
                  "SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING",
                  "a failed handshake is a line tls_handshake_error with fields, in the field"
                      + " prose",
                  "look at what searches for the prose")));

  private ObservationRules() {}
}
