/**
 * What a dispatcher is, and the one verticle that hosts any of them on the event bus. May use bus,
 * config, metrics, pki and telemetry. Each system has a package of its own below this one; none of
 * those knows another.
 */
package io.fleettelemetry.dispatch;
