/**
 * Benchmarks: the floor that the server is measured against, the cost of single steps, and the cost
 * of the whole server as its vehicles see it. May use every package; no other uses it.
 */
package io.fleettelemetry.bench;
