/**
 * Dispatchers of the operator's own: any Vert.x verticle, in any language, that consumes the event
 * bus address of each record type routed to it. The verticle is shielded from batches: it gets a
 * message for each record and replies to it. May use dispatch, config, metrics and telemetry.
 */
package io.fleettelemetry.dispatch.custom;
