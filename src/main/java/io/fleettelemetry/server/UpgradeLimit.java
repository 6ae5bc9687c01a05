package io.fleettelemetry.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ends connections that have shaken hands and do not become a WebSocket in time, whatever they send
 * meanwhile. Holds one timer for each that has not. Used on one event loop alone.
 */
final class UpgradeLimit {

  private final Vertx vertx;
  private final long limitMillis;
  private final Consumer<String> refused;
  private final Map<HttpConnection, Long> timers = new HashMap<>();

  /**
   * @param refused told why each connection was ended
   */
  UpgradeLimit(Vertx vertx, long limitMillis, Consumer<String> refused) {
    this.vertx = vertx;
    this.limitMillis = limitMillis;
    this.refused = refused;
  }

  /** A connection has shaken hands. */
  void begin(HttpConnection connection) {
    timers.put(connection, vertx.setTimer(limitMillis, id -> end(connection)));
    connection.closeHandler(closed -> lift(connection));
  }

  /** It is a WebSocket, or gone. */
  void lift(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  private void end(HttpConnection connection) {
    timers.remove(connection);
    refused.accept("no_upgrade");
    connection.close();
  }
}
