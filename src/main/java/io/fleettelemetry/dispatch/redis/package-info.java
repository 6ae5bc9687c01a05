/**
 * The {@code redis} dispatcher: one command a record, pipelined over one connection to each master.
 *
 * <p>Lettuce opens connections, finds masters and speaks the protocol; which record is sent when is
 * decided here. Lettuce's own reconnecting keeps commands that nobody waits for any more for as
 * long as a server is away, and sends what it had not flushed behind what came later, so that a
 * vehicle's records could change places. Here what has no answer stays in its order in a {@link
 * io.fleettelemetry.dispatch.redis.SlotQueue} and is sent again on the next connection.
 *
 * <p>May use dispatch, config, metrics and telemetry. Knows no other dispatcher.
 */
package io.fleettelemetry.dispatch.redis;
