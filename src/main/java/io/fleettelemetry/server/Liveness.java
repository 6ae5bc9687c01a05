package io.fleettelemetry.server;

/**
 * How long a connection has been silent. The clock is read when somebody looks, not when something
 * comes, so silence is measured from the first look after it began: never too long, and too short
 * by the time between two looks.
 */
final class Liveness {

  private long silentSince;
  private long askedAt;
  private boolean heard;

  /** What is to be done about a connection. */
  enum Verdict {
    FINE,
    /** Silent for long enough to be asked. */
    PING,
    /** Silent for too long. */
    DEAD
  }

  /** Of a connection that has just been heard. */
  Liveness(long nowNanos) {
    silentSince = nowNanos;
    askedAt = nowNanos;
  }

  /** Something has come. */
  void heard() {
    heard = true;
  }

  /**
   * Judges, and takes it that a ping follows when it says so.
   *
   * @param reading whether the connection is read; while it is not, nothing can be heard
   * @param pingNanos how long it may be silent, and not be asked again; 0 is for ever
   * @param idleNanos how long it may be silent before it counts as dead; 0 is for ever
   */
  Verdict look(long nowNanos, boolean reading, long pingNanos, long idleNanos) {
    if (heard) {
      askedAt = nowNanos;
    }
    if (heard || !reading) {
      silentSince = nowNanos;
    }
    heard = false;
    if (idleNanos > 0 && nowNanos - silentSince >= idleNanos) {
      return Verdict.DEAD;
    }
    if (pingNanos > 0 && nowNanos - askedAt >= pingNanos) {
      askedAt = nowNanos;
      return Verdict.PING;
    }
    return Verdict.FINE;
  }
}
