package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** What the server does with records; all else of its configuration is as it comes. */
enum Dispatching {
  /** A dispatcher takes them and makes nothing of them: it would write a log that is off. */
  DISCARD {
    @Override
    JsonObject config(Workbench bench) {
      return to("logger");
    }
  },
  /** Into files, in memory, where fsync costs nothing; not compressed. Acked at once. */
  FILE {
    @Override
    JsonObject config(Workbench bench) throws TrialFailure {
      try {
        return to("file")
            .put(
                "file",
                new JsonObject()
                    .put("directory", bench.memoryDirectory().toString())
                    .put("keep_mb", 256)
                    .put("compress", "none"));
      } catch (IOException e) {
        throw new TrialFailure("no directory in memory", e);
      }
    }
  },
  /** To a broker, acked when it has them. */
  KAFKA {
    @Override
    JsonObject config(Workbench bench) {
      return to("kafka")
          .put("reliable_ack_sources", new JsonObject().put("V", "kafka"))
          .put(
              "kafka",
              new JsonObject().put("bootstrap.servers", bench.broker().bootstrapServers()));
    }
  };

  /** The server's configuration, but for where it listens and its certificate. */
  abstract JsonObject config(Workbench bench) throws TrialFailure;

  private static JsonObject to(String dispatcher) {
    return new JsonObject()
        .put("log_level", "error")
        .put("records", new JsonObject().put("V", new JsonArray().add(dispatcher)));
  }
}
