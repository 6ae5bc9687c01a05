package io.fleettelemetry.monitoring;

/**
 * Whether new vehicles should be sent to this server.
 *
 * @param ready false while it starts and while it drains, and for no other reason: a broker that is
 *     away must not empty every node from the load balancer at once
 * @param reason a word or two when it is not ready, else {@code ok}
 */
public record Readiness(boolean ready, String reason) {

  /** Vehicles are welcome. */
  public static final Readiness READY = new Readiness(true, "ok");

  /** Not before the listener is open and every dispatcher has started. */
  public static final Readiness STARTING = new Readiness(false, "starting");

  /** Not any more: the server is being stopped. */
  public static final Readiness DRAINING = new Readiness(false, "draining");
}
