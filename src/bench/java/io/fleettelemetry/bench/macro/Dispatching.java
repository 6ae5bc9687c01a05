package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** What the server does with records; all else of its configuration is as it comes. */
@FunctionalInterface
interface Dispatching {

  /** A dispatcher takes them and makes nothing of them: it would write a log that is off. */
  Dispatching DISCARD = bench -> to("logger");

  /** Into files, in memory, where fsync costs nothing; not compressed. Acked at once. */
  Dispatching FILE = bench -> to("file").put("file", files(bench));

  /** To a broker, acked when it has them. */
  Dispatching KAFKA =
      bench ->
          reliably("kafka")
              .put(
                  "kafka",
                  new JsonObject().put("bootstrap.servers", bench.broker().bootstrapServers()));

  /** The server's configuration, but for where it listens and its certificate. */
  JsonObject config(Workbench bench) throws TrialFailure;

  /** Every {@code V} to one dispatcher, whose own section is still to be set; acked at once. */
  static JsonObject to(String dispatcher) {
    return new JsonObject()
        .put("log_level", "error")
        .put("records", new JsonObject().put("V", new JsonArray().add(dispatcher)));
  }

  /** The same, acked when the dispatcher has stored it. */
  static JsonObject reliably(String dispatcher) {
    return to(dispatcher).put("reliable_ack_sources", new JsonObject().put("V", dispatcher));
  }

  /** The section of a record store in memory. */
  static JsonObject files(Workbench bench) throws TrialFailure {
    try {
      return new JsonObject()
          .put("directory", bench.memoryDirectory().toString())
          .put("keep_mb", 256)
          .put("compress", "none");
    } catch (IOException e) {
      throw new TrialFailure("no directory in memory", e);
    }
  }
}
