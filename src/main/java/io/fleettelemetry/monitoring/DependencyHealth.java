package io.fleettelemetry.monitoring;

/**
 * How a system is that the server depends on.
 *
 * @param up whether it can be reached as far as is known
 * @param detail a few words for an operator; the last error when it is down
 */
public record DependencyHealth(boolean up, String detail) {}
