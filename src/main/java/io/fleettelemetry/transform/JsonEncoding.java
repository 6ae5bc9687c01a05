package io.fleettelemetry.transform;

/** What became of a record on its way to JSON. */
public sealed interface JsonEncoding {

  /**
   * The record as JSON.
   *
   * @param json UTF-8, one line
   * @param complete whether it says all that the protobuf does: false when unknown fields were left
   *     out
   */
  // The array itself goes to the dispatcher's system; nobody compares two of these.
  @SuppressWarnings("ArrayRecordComponent")
  record Encoded(byte[] json, boolean complete) implements JsonEncoding {}

  /**
   * The record has no JSON form.
   *
   * @param reason for an operator; names field, value and rule
   */
  record Invalid(String reason) implements JsonEncoding {}
}
