/**
 * The root: the server's wiring, ordered stop and reload, signals, the catalogue of dispatchers,
 * the entry points. May use every package, and is used by the command line alone.
 */
package io.fleettelemetry;
