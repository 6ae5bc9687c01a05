package io.fleettelemetry.server;

import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.config.ConnectionsConfig;
import io.fleettelemetry.config.RateLimitConfig;
import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.server.tls.VehicleTls;
import java.util.Map;

/**
 * What all ingest instances of a server have in common. Immutable.
 *
 * @param host the address they listen on
 * @param port the port that they share; 0 takes any free one
 * @param registry who is connected to any of them
 * @param shards how many shards each dispatcher has
 */
public record IngestSettings(
    String host,
    int port,
    VehicleTls tls,
    Routing routing,
    ReliableAckFailure reliableAckFailure,
    boolean transmitDecodedRecords,
    RateLimitConfig rateLimit,
    ConnectionsConfig connections,
    VehicleRegistry registry,
    IngestLimits limits,
    Map<String, Integer> shards,
    TelemetryBus bus,
    Metrics metrics) {}
