package io.fleettelemetry.bench.macro;

/**
 * A sample and where it belongs.
 *
 * @param round from 1
 * @param foreignCores what all else on the machine used meanwhile, in cores
 */
record Trial(int round, Subject subject, Sample sample, double foreignCores) {}
