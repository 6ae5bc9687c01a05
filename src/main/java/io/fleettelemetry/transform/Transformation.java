package io.fleettelemetry.transform;

/** What became of a payload. */
public sealed interface Transformation {

  /**
   * The record as dispatched.
   *
   * @param protobuf the payload with the server's changes; the caller's own array
   * @param signals data entries of a {@code V}, alerts of an {@code alerts}, else 0
   */
  // The array itself goes to the dispatcher's system; nobody compares two of these.
  @SuppressWarnings("ArrayRecordComponent")
  record Transformed(byte[] protobuf, int signals) implements Transformation {}

  /**
   * The payload is no protobuf of its type.
   *
   * @param reason for an operator, such as {@code protobuf: field 2 of Payload: ...}
   */
  record Invalid(String reason) implements Transformation {}
}
