package io.fleettelemetry.dispatch.mqtt;

/** What became of a message that was handed to the connection. */
sealed interface Reply {

  /** The broker has it, at the QoS asked for. */
  record Confirmed() implements Reply {}

  /** The broker, or the protocol, will never take it. */
  record Refused(String reason) implements Reply {}

  /** The broker does not take it now. */
  record NotNow(String reason) implements Reply {}

  /** The connection ended first: whether the broker has it is not known. */
  record Lost() implements Reply {}
}
