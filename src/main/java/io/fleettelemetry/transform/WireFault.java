package io.fleettelemetry.transform;

/** Why bytes are no protobuf. */
public enum WireFault {
  TRUNCATED("ends inside a field"),
  VARINT_TOO_LONG("varint is longer than 64 bits"),
  FIELD_NUMBER("field number is not between 1 and 536870911"),
  WIRE_TYPE("wire type is 6 or 7"),
  LENGTH("length reaches past the end of its message"),
  GROUP_NOT_OPEN("group ends that was not started"),
  GROUP_NOT_CLOSED("group is not closed"),
  TOO_DEEP("groups are nested more than " + WireReader.MAX_GROUP_DEPTH + " deep"),
  NOT_UTF8("string is not UTF-8");

  private final String description;

  WireFault(String description) {
    this.description = description;
  }

  /** A few words for an operator, such as {@code string is not UTF-8}. */
  public String description() {
    return description;
  }
}
