package io.fleettelemetry.telemetry;

/** How a dispatcher's work on one record ended. Exactly one outcome ends each record. */
public enum Outcome {
  /** The dispatcher's system has confirmed it. */
  STORED(0),
  /** The system refuses this very record for good: too large, not authorised. */
  REFUSED(1),
  /** It was not stored in time, or not now; the same record may succeed when it is sent again. */
  FAILED(2);

  private final byte code;

  Outcome(int code) {
    this.code = (byte) code;
  }

  /** What stands for it on the wire between nodes. */
  public byte code() {
    return code;
  }

  /**
   * The outcome that a code stands for.
   *
   * @throws IllegalArgumentException when it stands for none
   */
  public static Outcome of(byte code) {
    return switch (code) {
      case 0 -> STORED;
      case 1 -> REFUSED;
      case 2 -> FAILED;
      default -> throw new IllegalArgumentException("no outcome has the code " + code);
    };
  }
}
