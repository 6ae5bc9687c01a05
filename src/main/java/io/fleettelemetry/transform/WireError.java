package io.fleettelemetry.transform;

import io.fleettelemetry.proto.vehicleerror.VehicleError;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of the errors in a record of the type {@code errors}. */
public final class WireError {

  private static final int ERROR =
      VehicleErrors.ERRORS_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int CREATED_AT =
      VehicleError.CREATED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int NAME = VehicleError.NAME_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int TAG = VehicleError.TAGS_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int BODY = VehicleError.BODY_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;

  /** The two fields that an entry of any map in protobuf has. */
  private static final int TAG_KEY = 1 << 3 | WireReader.LENGTH_DELIMITED;

  private static final int TAG_VALUE = 2 << 3 | WireReader.LENGTH_DELIMITED;

  private String name = "";
  private String body = "";
  private final Map<String, String> tags = new TreeMap<>();
  private final WireTimestamp createdAt = new WireTimestamp();

  private WireError() {}

  /** All errors of a record, in the vehicle's order. */
  public static List<WireError> all(byte[] protobuf) {
    List<WireError> all = new ArrayList<>();
    WireReader reader = new WireReader(protobuf);
    while (reader.next()) {
      if (Tag.of(reader) == ERROR) {
        WireError error = new WireError();
        error.read(reader);
        all.add(error);
      }
    }
    return all;
  }

  private void read(WireReader reader) {
    int outer = reader.enter();
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case CREATED_AT -> createdAt.read(reader);
        case NAME -> name = reader.stringValue();
        case TAG -> readTag(reader);
        case BODY -> body = reader.stringValue();
        default -> {}
      }
    }
    reader.leave(outer);
  }

  private void readTag(WireReader reader) {
    String key = "";
    String value = "";
    int outer = reader.enter();
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case TAG_KEY -> key = reader.stringValue();
        case TAG_VALUE -> value = reader.stringValue();
        default -> {}
      }
    }
    reader.leave(outer);
    tags.put(key, value);
  }

  /** Its name; empty when absent. */
  public String name() {
    return name;
  }

  /** Its text; empty when absent. */
  public String body() {
    return body;
  }

  /** Its tags, sorted by key; not to be changed. */
  public Map<String, String> tags() {
    return tags;
  }

  /** When it was made. */
  public WireTimestamp createdAt() {
    return createdAt;
  }
}
