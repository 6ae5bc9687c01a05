package io.fleettelemetry.transform;

import io.fleettelemetry.proto.vehiclealerts.Audience;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import java.util.ArrayList;
import java.util.List;

/** One of the alerts in a record of the type {@code alerts}. */
public final class WireAlert {

  private static final int ALERT =
      VehicleAlerts.ALERTS_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int NAME = VehicleAlert.NAME_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int AUDIENCE = VehicleAlert.AUDIENCES_FIELD_NUMBER << 3 | WireReader.VARINT;
  private static final int AUDIENCES =
      VehicleAlert.AUDIENCES_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int STARTED_AT =
      VehicleAlert.STARTED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final int ENDED_AT =
      VehicleAlert.ENDED_AT_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final EnumNames AUDIENCE_NAMES = new EnumNames(Audience.getDescriptor());

  private String name = "";
  private final List<String> audiences = new ArrayList<>();
  private final WireTimestamp startedAt = new WireTimestamp();
  private final WireTimestamp endedAt = new WireTimestamp();

  private WireAlert() {}

  /** All alerts of a record, in the vehicle's order. */
  public static List<WireAlert> all(byte[] protobuf) {
    List<WireAlert> all = new ArrayList<>();
    WireReader reader = new WireReader(protobuf);
    while (reader.next()) {
      if (Tag.of(reader) == ALERT) {
        WireAlert alert = new WireAlert();
        alert.read(reader);
        all.add(alert);
      }
    }
    return all;
  }

  private void read(WireReader reader) {
    int outer = reader.enter();
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case NAME -> name = reader.stringValue();
        case AUDIENCE -> audiences.add(AUDIENCE_NAMES.of(reader.intValue()));
        case AUDIENCES -> readAudiences(reader);
        case STARTED_AT -> startedAt.read(reader);
        case ENDED_AT -> endedAt.read(reader);
        default -> {}
      }
    }
    reader.leave(outer);
  }

  private void readAudiences(WireReader reader) {
    int outer = reader.enter();
    while (reader.nextPacked()) {
      audiences.add(AUDIENCE_NAMES.of(reader.intValue()));
    }
    reader.leave(outer);
  }

  /** Its name; empty when absent. */
  public String name() {
    return name;
  }

  /** Whom it is for, by name, an unknown one by its number; not to be changed. */
  public List<String> audiences() {
    return audiences;
  }

  /** When it began. */
  public WireTimestamp startedAt() {
    return startedAt;
  }

  /** When it ended. */
  public WireTimestamp endedAt() {
    return endedAt;
  }
}
