package io.fleettelemetry.transform;

/** What a field starts with on the wire: {@code number << 3 | wire type}. */
public final class Tag {

  private Tag() {}

  /** The tag of the field that the reader is at. */
  public static int of(WireReader reader) {
    return reader.fieldNumber() << 3 | reader.wireType();
  }
}
