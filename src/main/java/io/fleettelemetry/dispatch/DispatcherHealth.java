package io.fleettelemetry.dispatch;

/**
 * A dispatcher's view of its system.
 *
 * @param up whether records reach the system as far as is known
 * @param detail a few words for an operator; the last error when it is down
 */
public record DispatcherHealth(boolean up, String detail) {}
