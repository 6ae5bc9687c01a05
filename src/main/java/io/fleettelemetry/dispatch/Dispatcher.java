package io.fleettelemetry.dispatch;

import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Hands records to one system. Called on worker threads of the dispatcher's own pool, so it may
 * block; calls of one shard never overlap and keep the order of each vehicle's records, calls of
 * different shards may run at the same time.
 */
public interface Dispatcher {

  /**
   * Connects to the system. Called once, before any record.
   *
   * @return succeeds when records may come, which does not need a system that can be reached where
   *     the dispatcher keeps trying by itself; fails with a message for the operator when the
   *     settings are refused. Completes on any thread.
   */
  Future<Void> start();

  /**
   * Takes records over. Each one ends in exactly one outcome, reported through {@code outcomes} as
   * it comes and in any order, from any thread, also after this method has returned; it is the
   * dispatcher that decides when a record took too long. Throwing ends all records of the call that
   * have no outcome yet as {@link io.fleettelemetry.telemetry.Outcome#FAILED}.
   *
   * @param records at least one, all of one type
   * @param outcomes where each record's outcome goes, by its index in {@code records}
   */
  void dispatch(List<TelemetryRecord> records, Outcomes outcomes);

  /**
   * Flushes what was taken over and closes the connection. No record comes any more, but a call of
   * {@link #dispatch} that blocks may still be under way, and should be let go. Called once, also
   * when the start failed, on a worker thread.
   *
   * @param limit how long it may take, more than zero. What cannot be stored in this time is to
   *     have failed by then; who needs longer is left behind, and its records count as failed.
   * @return succeeds when every record has its outcome and nothing is left open; fails with a
   *     message for the operator when something could not be closed. Completes on any thread.
   */
  Future<Void> stop(Duration limit);

  /**
   * How many workers share the records, each with its own vehicles. More than one is worth it where
   * {@link #dispatch} takes long: it must then bear calls at the same time.
   *
   * @return 1 or more, always the same
   */
  default int shards() {
    return 1;
  }

  /**
   * How the system is, for the health page; cheap, never blocks, called on any thread.
   *
   * @return a few words for an operator
   */
  DispatcherHealth health();
}
