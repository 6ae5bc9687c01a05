package io.fleettelemetry.bus;

/** How a dispatcher's work on one record ended. Exactly one outcome ends each record. */
public enum Outcome {
  /** The dispatcher's system has confirmed it. */
  STORED,
  /** The system refuses this very record for good: too large, not authorised. */
  REFUSED,
  /** It was not stored in time, or not now; the same record may succeed when it is sent again. */
  FAILED
}
