package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * What came of one trial: one subject in one round of a row.
 *
 * @param values by the measure's id; one that could not be had is missing
 * @param loadCores what the load generator and what it needs used of the load core, in cores; 0 for
 *     a row without load
 * @param reports what the load generator wrote, run by run
 */
record Sample(Map<String, Double> values, double loadCores, List<JsonObject> reports) {

  Sample {
    values = Map.copyOf(values);
    reports = List.copyOf(reports);
  }
}
