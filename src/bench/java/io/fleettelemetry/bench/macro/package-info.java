/**
 * The cost of the whole server as its vehicles see it: starts the floor and the packaged server in
 * turn, each alone on a core, drives both with simulated vehicles from another core, and writes a
 * table with medians and their ratios. For Linux. May use every package; no other uses it.
 */
package io.fleettelemetry.bench.macro;
