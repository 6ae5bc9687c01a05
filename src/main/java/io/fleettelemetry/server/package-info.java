/**
 * The vehicles' side: the listener, the connection and its states, who is connected and whether it
 * is alive, windows, the rate limit, what is in flight, the ack policy, dead letters and
 * connectivity records. TLS has a package of its own below. May use every package but the root, the
 * command line and the dispatchers: it meets those on the bus alone.
 */
package io.fleettelemetry.server;
