/**
 * What vehicle and server say to each other inside a WebSocket message: envelopes decoded to a
 * sealed result, acks and errors to bytes; and the vehicle's side of both. Envelopes are
 * FlatBuffers, little endian, as {@code proto/envelope.fbs} describes them; no library reads or
 * writes them, since nothing in a message may be trusted and the answers are equal to the byte to
 * those that vehicles know. May use telemetry.
 */
package io.fleettelemetry.protocol;
