package io.fleettelemetry.bench.macro;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the load generator, {@code simulate}, in a process of its own on the load core. */
final class Simulation {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Room for what records leave behind: a small heap is collected all the time. */
  private static final String JAVA_OPTIONS = "-Xms512m -Xmn256m";

  private final Workbench bench;
  private final MeasuredServer server;

  /** Runs against a server, and accounts for it. */
  Simulation(Workbench bench, MeasuredServer server) {
    this.bench = bench;
    this.server = server;
  }

  /**
   * Runs it to its end.
   *
   * @param arguments more of {@code simulate}
   * @return its report
   * @throws TrialFailure also when anything is wrong by the report, such as a record that is lost
   */
  JsonObject run(Object... arguments) throws TrialFailure {
    try (Running running = start(arguments)) {
      running.awaitEnd(LIMIT);
      return report(running);
    }
  }

  /** Starts it and lets it run. */
  Running start(Object... arguments) throws TrialFailure {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "JAVA_OPTS=" + JAVA_OPTIONS));
    command.addAll(List.of(bench.launcher(), "simulate", "127.0.0.1:" + server.port()));
    command.addAll(List.of("--format", "json", "--server-pid", Long.toString(server.pid())));
    Certificates.Files authority = bench.certificates().authority();
    command.addAll(List.of("--ca-cert", authority.certificate().toString()));
    command.addAll(List.of("--ca-key", authority.key().toString()));
    // The floor does not say which record it has.
    command.addAll(List.of("--acks", server.subject() == Subject.FLOOR ? "in-order" : "by-txid"));
    for (Object argument : arguments) {
      command.add(argument instanceof Duration time ? time.toMillis() + "ms" : argument.toString());
    }
    return bench.start("simulate", command);
  }

  private JsonObject report(Running running) throws TrialFailure {
    if (!server.isAlive()) {
      throw server.failure("has ended");
    }
    JsonObject report;
    try {
      report = new JsonObject(running.output());
    } catch (IOException | DecodeException e) {
      throw running.failure("has written no report");
    }
    if (!report.getBoolean("ok")) {
      throw running.failure("has found: " + report.getJsonArray("problems").encode());
    }
    return report;
  }

  /**
   * A number of a report.
   *
   * @param path names of members, one in the other
   * @return empty when there is none
   */
  static Optional<Double> number(JsonObject report, String... path) {
    JsonObject object = report;
    for (int i = 0; i < path.length - 1 && object != null; i++) {
      object = object.getJsonObject(path[i]);
    }
    return Optional.ofNullable(object).map(o -> o.getDouble(path[path.length - 1]));
  }

  /**
   * A number of a report that must be there.
   *
   * @throws TrialFailure when it is not
   */
  static double required(JsonObject report, String... path) throws TrialFailure {
    return number(report, path)
        .orElseThrow(() -> new TrialFailure("the report has no " + String.join(".", path)));
  }
}
