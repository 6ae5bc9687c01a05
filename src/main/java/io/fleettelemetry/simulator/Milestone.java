package io.fleettelemetry.simulator;

/** A moment of a fleet at which it is accounted for; always in this order. */
public enum Milestone {
  /** Nothing has been sent to the server. */
  START,
  /** Each vehicle has tried to connect. */
  CONNECTED,
  /** What is made from here is measured, unless vehicles are to come back before. */
  WARMED_UP,
  /** Each vehicle has left and come back as often as wanted. */
  RECONNECTED,
  /** No more records are made: the end of what is measured. */
  STOPPED,
  /** Acks have been waited for; the vehicles are still connected. */
  END
}
