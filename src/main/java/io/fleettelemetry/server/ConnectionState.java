package io.fleettelemetry.server;

/** The states of a vehicle's connection, in order; {@link #CLOSED} is final. */
enum ConnectionState {
  /** An older connection of the same identity has yet to end; no message is read. */
  WAITING,
  /** Messages are read and answered. */
  OPEN,
  /** The server stops: what was read is answered, no message is read any more. */
  DRAINING,
  /** A close frame has been or is being sent; no message is read any more. */
  CLOSING,
  /** The socket is gone. */
  CLOSED
}
