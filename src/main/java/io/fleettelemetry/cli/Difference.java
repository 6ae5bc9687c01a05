package io.fleettelemetry.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One thing that behaves differently here than with the server in the field.
 *
 * @param key of the configuration, or what else it is about
 * @param what is different
 * @param advice what to do; empty when nothing needs to be done
 */
record Difference(String key, String what, String advice) {

  /** One line. */
  @Override
  public String toString() {
    return key + " — " + what + (advice.isEmpty() ? "" : " — " + advice);
  }

  /** An array of objects with the members of this record. */
  static String json(List<Difference> differences) {
    JsonArray array = new JsonArray();
    differences.forEach(
        d ->
            array.add(
                new JsonObject().put("key", d.key).put("what", d.what).put("advice", d.advice)));
    return array.encodePrettily();
  }
}
