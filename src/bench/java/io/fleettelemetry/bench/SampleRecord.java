package io.fleettelemetry.bench;

import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.ShiftState;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;
import java.io.ByteArrayOutputStream;

/** The payloads that benchmarks work on, as vehicles send them: without a VIN. */
public enum SampleRecord {
  /** A {@code V} of twelve signals in some 260 bytes, to which the server only adds the VIN. */
  USUAL,

  /** The same, of 240 signals. */
  LARGE,

  /** The usual one with its location as text. */
  LOCATION_TEXT,

  /** The usual one with four of its numbers as text with an exponent. */
  SCIENTIFIC,

  /** The usual one with the time before the signals. */
  OUT_OF_ORDER,

  /** An {@code alerts} of four, their milliseconds written as seconds. */
  ALERT_MILLIS;

  private static final long CREATED_AT_SECONDS = 1_764_000_000L;

  /** Its record type. */
  public RecordType type() {
    return this == ALERT_MILLIS ? RecordType.ALERTS : RecordType.V;
  }

  /** Its payload; made anew at each call. */
  public byte[] protobuf() {
    return switch (this) {
      case USUAL -> timed(signals(12));
      case LARGE -> timed(signals(240));
      case LOCATION_TEXT -> timed(replaced(signals(12), 0, text("(37.412374 N, 122.145867 W)")));
      case SCIENTIFIC -> timed(scientific(signals(12)));
      case OUT_OF_ORDER -> timeFirst(signals(12));
      case ALERT_MILLIS -> alerts(4).build().toByteArray();
    };
  }

  private static byte[] timed(Payload.Builder signals) {
    return signals.setCreatedAt(createdAt()).build().toByteArray();
  }

  private static Timestamp createdAt() {
    return Timestamp.newBuilder().setSeconds(CREATED_AT_SECONDS).setNanos(123_456_789).build();
  }

  private static Payload.Builder signals(int count) {
    Payload.Builder payload = Payload.newBuilder();
    for (int i = 0; i < count; i++) {
      payload.addData(signal(i));
    }
    return payload;
  }

  private static Datum signal(int number) {
    return switch (number % 12) {
      case 0 -> datum(Field.Location, Value.newBuilder().setLocationValue(place()));
      case 1 -> number(Field.VehicleSpeed, 64.37);
      case 2 -> number(Field.Odometer, 12_345.678);
      case 3 -> number(Field.PackVoltage, 361.25);
      case 4 -> number(Field.PackCurrent, -12.7);
      case 5 -> number(Field.Soc, 71.83);
      case 6 -> datum(Field.Gear, Value.newBuilder().setShiftStateValue(ShiftState.ShiftStateD));
      case 7 -> number(Field.GpsHeading, 128.4);
      case 8 -> datum(Field.BatteryLevel, Value.newBuilder().setFloatValue(72.5f));
      case 9 -> datum(Field.Locked, Value.newBuilder().setBooleanValue(true));
      case 10 -> datum(Field.VehicleName, text("My Vehicle 123"));
      default -> number(Field.OutsideTemp, 18.25);
    };
  }

  private static LocationValue place() {
    return LocationValue.newBuilder().setLatitude(37.412374).setLongitude(-122.145867).build();
  }

  private static Datum number(Field key, double value) {
    return datum(key, Value.newBuilder().setDoubleValue(value));
  }

  private static Value.Builder text(String text) {
    return Value.newBuilder().setStringValue(text);
  }

  private static Datum datum(Field key, Value.Builder value) {
    return Datum.newBuilder().setKey(key).setValue(value).build();
  }

  private static Payload.Builder replaced(Payload.Builder payload, int index, Value.Builder value) {
    payload.getDataBuilder(index).setValue(value);
    return payload;
  }

  private static Payload.Builder scientific(Payload.Builder payload) {
    replaced(payload, 1, text("6.437e1"));
    replaced(payload, 2, text("1.2345678e+4"));
    replaced(payload, 3, text("3.6125e2"));
    return replaced(payload, 4, text("-1.27e-3"));
  }

  /** Two parts of a message one after the other are the message. */
  private static byte[] timeFirst(Payload.Builder signals) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(timed(Payload.newBuilder()));
    bytes.writeBytes(signals.build().toByteArray());
    return bytes.toByteArray();
  }

  private static VehicleAlerts.Builder alerts(int count) {
    Timestamp.Builder millis = Timestamp.newBuilder().setSeconds(CREATED_AT_SECONDS * 1000 + 123);
    VehicleAlerts.Builder alerts = VehicleAlerts.newBuilder();
    for (int i = 0; i < count; i++) {
      alerts.addAlerts(
          VehicleAlert.newBuilder().setName("PCS_a02" + i).setStartedAt(millis).setEndedAt(millis));
    }
    return alerts.setCreatedAt(createdAt());
  }
}
