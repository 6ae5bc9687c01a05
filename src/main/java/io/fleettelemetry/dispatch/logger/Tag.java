package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.transform.WireReader;

/** What a field starts with on the wire: {@code number << 3 | wire type}. */
final class Tag {

  private Tag() {}

  /** The tag of the field that the reader is at. */
  static int of(WireReader reader) {
    return reader.fieldNumber() << 3 | reader.wireType();
  }
}
