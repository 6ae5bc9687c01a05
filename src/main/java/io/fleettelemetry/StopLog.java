package io.fleettelemetry;

import io.fleettelemetry.config.ShutdownConfig;
import io.fleettelemetry.dispatch.DispatcherHost;
import io.fleettelemetry.logging.RawJson;
import io.fleettelemetry.server.LostRecords;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a stop tells: that it begins, what it waits for, and how it has ended. Thread-safe. */
final class StopLog {

  private static final Logger LOG = LoggerFactory.getLogger(StopLog.class);

  /** Why it cannot be told whether records are lost. */
  static final String UNKNOWN = "an event loop does not answer, and may have lost records";

  /** How often a stop that takes longer says what it waits for. */
  static final long PERIOD_MILLIS = 2_000;

  private final ShutdownConfig config;
  private final LongSupplier connections;
  private final List<DispatcherHost> dispatchers;
  private volatile boolean flushing;

  /**
   * For a server.
   *
   * @param connections how many vehicles are connected; never blocks
   */
  StopLog(ShutdownConfig config, LongSupplier connections, List<DispatcherHost> dispatchers) {
    this.config = config;
    this.connections = connections;
    this.dispatchers = List.copyOf(dispatchers);
  }

  void begin() {
    LOG.atInfo()
        .addKeyValue("connections", connections.getAsLong())
        .addKeyValue("spread_s", config.spread().toSeconds())
        .addKeyValue("timeout_s", config.timeout().toSeconds())
        .log("stopping_server");
  }

  /** The vehicles are gone, or their time is over: from now on it is about dispatchers. */
  void flushing() {
    flushing = true;
  }

  /** Says what is waited for. */
  void progress() {
    if (flushing) {
      dispatchers.stream().filter(d -> !d.isStopped()).forEach(StopLog::waiting);
    } else {
      LOG.atInfo().addKeyValue("connections", connections.getAsLong()).log("draining");
    }
  }

  private static void waiting(DispatcherHost dispatcher) {
    LOG.atInfo()
        .addKeyValue("dispatcher", dispatcher.name())
        .addKeyValue("records", dispatcher.awaited())
        .addKeyValue("detail", dispatcher.health().detail())
        .log("flushing");
  }

  /** A part did not stop as it should; the stop goes on. */
  void failed(String part, Throwable cause) {
    LOG.atError().addKeyValue("part", part).setCause(cause).log("stop_error");
  }

  /**
   * All has stopped: the last line.
   *
   * @param all whether every instance has said what it lost
   */
  void end(LostRecords lost, boolean all) {
    if (lost.total() == 0 && all) {
      LOG.atInfo().log("stopped_server");
    } else {
      LOG.atError()
          .addKeyValue("error", all ? "records are lost" : UNKNOWN)
          .addKeyValue("lost_records", lost.total())
          .addKeyValue("lost", new RawJson(Json.encode(lost.byDispatcher())))
          .log("stopped_server");
    }
  }
}
