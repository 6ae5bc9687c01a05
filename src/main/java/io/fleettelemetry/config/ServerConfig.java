package io.fleettelemetry.config;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The whole configuration.
 *
 * @param host address the vehicle listener binds; {@code 0.0.0.0} is all, IPv4 and IPv6
 * @param port its port; 0 takes any free one
 * @param statusPort port of the health pages; absent is off
 * @param namespace prefix of topics, may be empty
 * @param transmitDecodedRecords whether dispatchers get JSON instead of protobuf
 * @param trackedVins VINs with their own signal metric, at most 20
 * @param dispatcherSettings the settings of each dispatcher that {@code records} names, by its name
 */
public record ServerConfig(
    String host,
    int port,
    OptionalInt statusPort,
    LogConfig log,
    String namespace,
    RoutingConfig routing,
    boolean transmitDecodedRecords,
    RateLimitConfig rateLimit,
    Set<String> trackedVins,
    TlsConfig tls,
    AccessConfig access,
    ConnectionsConfig connections,
    ShutdownConfig shutdown,
    MonitoringConfig monitoring,
    Map<String, Object> dispatcherSettings) {}
