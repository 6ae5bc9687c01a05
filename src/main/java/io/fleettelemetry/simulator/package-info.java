/**
 * Simulated vehicles: they speak the protocol as clients, to any server, for demonstrations, load
 * and tests; and the sink that such vehicles are measured against. May use pki, protocol,
 * telemetry, trip and the generated messages; knows no package of the server.
 */
package io.fleettelemetry.simulator;
