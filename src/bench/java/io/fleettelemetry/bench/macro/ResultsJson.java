package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Writes results with every single value, for programs. */
final class ResultsJson {

  private ResultsJson() {}

  /**
   * One object.
   *
   * @param machine where it was measured
   * @param commandLine what was asked for
   */
  static JsonObject of(Results results, Machine machine, List<String> commandLine) {
    JsonArray lines = new JsonArray();
    results.lines().forEach(line -> lines.add(line(line)));
    JsonArray rows = new JsonArray();
    results.rows().forEach(row -> rows.add(row(row)));
    return new JsonObject()
        .put("machine", machine.json())
        .put("command_line", new JsonArray(commandLine))
        .put("complete", results.isComplete())
        .put("lines", lines)
        .put("rows", rows);
  }

  private static JsonObject line(Line line) {
    return new JsonObject()
        .put("id", line.measure().id())
        .put("title", line.measure().title())
        .put("unit", line.measure().unit())
        .put("server", summary(line.server()))
        .put("floor", line.floor().map(ResultsJson::summary).orElse(null))
        .put("ratio", line.ratio().orElse(null))
        .put("goal", line.measure().goal().map(Goal::toString).orElse(null))
        .put("met", line.isMet().orElse(null))
        .put("load_cores", line.loadCores())
        .put("foreign_cores", line.foreignCores())
        .put("valid", line.isValid());
  }

  private static JsonObject summary(Summary summary) {
    return new JsonObject()
        .put("median", summary.median())
        .put("min", summary.min())
        .put("max", summary.max());
  }

  private static JsonObject row(RowResult row) {
    JsonArray trials = new JsonArray();
    row.trials().forEach(trial -> trials.add(trial(trial)));
    return new JsonObject()
        .put("row", row.row())
        .put("failure", row.failure().orElse(null))
        .put("trials", trials);
  }

  private static JsonObject trial(Trial trial) {
    JsonObject values = new JsonObject();
    trial.sample().values().forEach(values::put);
    return new JsonObject()
        .put("round", trial.round())
        .put("subject", trial.subject().text())
        .put("values", values)
        .put("load_cores", trial.sample().loadCores())
        .put("foreign_cores", trial.foreignCores())
        .put("reports", new JsonArray(trial.sample().reports()));
  }
}
