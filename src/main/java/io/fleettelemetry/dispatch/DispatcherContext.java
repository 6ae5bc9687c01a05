package io.fleettelemetry.dispatch;

import io.fleettelemetry.metrics.Metrics;
import io.vertx.core.Vertx;
import java.util.Set;

/**
 * What a dispatcher is built with besides its own settings.
 *
 * @param vertx the instance it is deployed in
 * @param metrics where it counts
 * @param namespace prefix of topics: {@code <namespace>_<type>}; may be empty
 * @param recordTypes the types that are routed to it
 * @param reliableAckTypes those of them whose acks wait for this dispatcher
 */
public record DispatcherContext(
    Vertx vertx,
    Metrics metrics,
    String namespace,
    Set<String> recordTypes,
    Set<String> reliableAckTypes) {

  /** The topic of a record type: {@code <namespace>_<type>}. */
  public String topic(String recordType) {
    return namespace + "_" + recordType;
  }
}
