/**
 * What simulated vehicles drive, as the records that they send of it: encoded once, shared by all.
 * May use telemetry and the generated messages.
 */
package io.fleettelemetry.simulator.trip;
