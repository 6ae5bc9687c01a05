package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.telemetry.RecordType;
import java.util.Arrays;

/**
 * What a simulated vehicle has to say at one moment, without the envelope.
 *
 * @param type {@code V}, {@code alerts} or {@code errors}
 * @param payload the protobuf of that type; the caller's own array. It has no VIN: the server
 *     writes that of the certificate into every record
 */
// Nobody compares two of these, and the array goes into the envelope as it is.
@SuppressWarnings("ArrayRecordComponent")
public record SimulatedRecord(RecordType type, byte[] payload) {
  /** Field {@code is_resend} (4, a varint) of a {@code V}, true; the last field of its message. */
  private static final byte[] IS_RESEND = {4 << 3, 1};

  /**
   * The payload to send when the record was not acked. A {@code V} says then that it is a
   * repetition; the other types have no field for that and stay as they are.
   */
  public byte[] resent() {
    if (!type.equals(RecordType.V)) {
      return payload;
    }
    byte[] resent = Arrays.copyOf(payload, payload.length + IS_RESEND.length);
    System.arraycopy(IS_RESEND, 0, resent, payload.length, IS_RESEND.length);
    return resent;
  }
}
