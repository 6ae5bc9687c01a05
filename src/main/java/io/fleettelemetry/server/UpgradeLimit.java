package io.fleettelemetry.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ends connections that have shaken hands and do not become a WebSocket in time, whatever they send
 * meanwhile, and gives back what was taken for the upgrade of one that went before. Holds one timer
 * for each of them. Used on one event loop alone.
 */
final class UpgradeLimit {

  private final Vertx vertx;
  private final long limitMillis;
  private final Consumer<String> refused;
  private final Map<HttpConnection, Pending> pending = new HashMap<>();

  /** A connection that is no WebSocket yet. */
  private static final class Pending {
    private final long timer;
    private Runnable giveUp = () -> {};

    Pending(long timer) {
      this.timer = timer;
    }
  }

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
    long timer = vertx.setTimer(limitMillis, id -> end(connection));
    pending.put(connection, new Pending(timer));
    connection.closeHandler(closed -> gone(connection));
  }

  /**
   * An upgrade begins. What came of it is not always told: Vert.x closes a connection whose upgrade
   * request has a long body without another word.
   *
   * @param giveUp run when the connection goes before {@link #finish}
   */
  void upgrading(HttpConnection connection, Runnable giveUp) {
    Pending waiting = pending.get(connection);
    if (waiting == null) {
      giveUp.run();
    } else {
      waiting.giveUp = giveUp;
    }
  }

  /**
   * The upgrade has succeeded.
   *
   * @return whether the connection is still there; otherwise it has been given up
   */
  boolean finish(HttpConnection connection) {
    Pending finished = pending.remove(connection);
    if (finished == null) {
      return false;
    }
    vertx.cancelTimer(finished.timer);
    return true;
  }

  private void gone(HttpConnection connection) {
    Pending left = pending.remove(connection);
    if (left != null) {
      vertx.cancelTimer(left.timer);
      left.giveUp.run();
    }
  }

  private void end(HttpConnection connection) {
    refused.accept("no_upgrade");
    connection.close();
  }
}
