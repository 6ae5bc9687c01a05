package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.util.function.IntUnaryOperator;

/** What a dispatcher hands records to, started for one trial on the load core. */
interface MeasuredSystem extends AutoCloseable {

  /** The server's configuration, with this system's dispatcher as reliable ack source. */
  JsonObject config();

  @Override
  void close();

  /** Starts a system. */
  @FunctionalInterface
  interface Starter {

    /**
     * Starts it; returns when it answers.
     *
     * @param way gives the port that the server is to use, of the port that the system has; called
     *     once, before the system starts
     */
    MeasuredSystem start(Workbench bench, IntUnaryOperator way) throws TrialFailure;
  }
}
