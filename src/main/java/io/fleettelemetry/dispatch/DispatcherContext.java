package io.fleettelemetry.dispatch;

import io.fleettelemetry.config.RoutingConfig;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.metrics.Metrics;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** What the dispatcher of this name gets with a configuration. */
  public static DispatcherContext of(
      String name, ServerConfig config, Vertx vertx, Metrics metrics) {
    RoutingConfig routing = config.routing();
    Set<String> types = routing.recordTypes(name);
    Set<String> reliableAckTypes =
        types.stream()
            .filter(type -> routing.reliableAckSource(type).filter(name::equals).isPresent())
            .collect(Collectors.toUnmodifiableSet());
    return new DispatcherContext(vertx, metrics, config.namespace(), types, reliableAckTypes);
  }

  /** The topic of a record type: {@code <namespace>_<type>}. */
  public String topic(String recordType) {
    return namespace + "_" + recordType;
  }
}
