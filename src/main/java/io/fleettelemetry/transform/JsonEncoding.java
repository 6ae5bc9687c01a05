package io.fleettelemetry.transform;

/** What became of a record on its way to JSON. */
public sealed interface JsonEncoding {

  /**
   * @param json UTF-8, one line
   */
  record Encoded(byte[] json) implements JsonEncoding {}

  /**
   * The record has no JSON form.
   *
   * @param reason for an operator; names field, value and rule
   */
  record Invalid(String reason) implements JsonEncoding {}
}
