package io.fleettelemetry.simulator;

import java.time.Duration;

/**
 * What a process has used.
 *
 * @param cpu processor time since it began, user and system
 * @param residentKib memory that it has in RAM now
 */
public record ProcessUsage(Duration cpu, long residentKib) {}
