package io.fleettelemetry.bench.macro;

import io.fleettelemetry.testing.KafkaBroker;
import io.vertx.core.json.JsonObject;
import java.util.function.IntUnaryOperator;

/** The systems of the project's dispatchers, with settings as they come. */
final class MeasuredSystems {

  private MeasuredSystems() {}

  /** What is started, and what ends it. */
  private record Started(JsonObject config, Runnable end) implements MeasuredSystem {
    @Override
    public void close() {
      end.run();
    }
  }

  /** A broker, one node. */
  static MeasuredSystem kafka(Workbench bench, IntUnaryOperator way) {
    int[] entry = new int[1];
    KafkaBroker broker =
        KafkaBroker.startBehind(
            port -> {
              entry[0] = way.applyAsInt(port);
              return entry[0];
            });
    return new Started(
        Dispatching.reliably("kafka")
            .put("kafka", new JsonObject().put("bootstrap.servers", "127.0.0.1:" + entry[0])),
        broker::close);
  }

  /** A record store in memory, where fsync costs nothing. */
  static MeasuredSystem file(Workbench bench, IntUnaryOperator way) throws TrialFailure {
    return new Started(
        Dispatching.reliably("file").put("file", Dispatching.files(bench)), () -> {});
  }
}
