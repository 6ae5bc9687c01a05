package io.fleettelemetry.testing;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.proto.vehicleerror.VehicleError;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.protocol.EnvelopeEncoder;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Builds records, valid where nothing else is asked for. */
public final class RecordBuilder {

  /** The vehicle of a record that names none. */
  public static final String VIN = "5YJ3E1EA0NF000001";

  private static final String DEVICE_TYPE = "vehicle_device";
  private static final long CREATED_AT_SECONDS = 1_764_000_000L;
  private static final long ON_THE_WAY_MILLIS = 250;

  private final RecordType type;
  private String vin = VIN;
  private byte[] txid = utf8("tx-1");
  private byte[] protobuf = {};
  private byte[] payload;
  private long createdAtSeconds = CREATED_AT_SECONDS;
  private String clientVersion = "1.0.0";

  private RecordBuilder(RecordType type) {
    this.type = type;
  }

  /** A record of any type, with an empty payload. */
  public static RecordBuilder of(String type) {
    return new RecordBuilder(RecordType.of(type));
  }

  /** A {@code V} of two signals. */
  public static RecordBuilder v() {
    Payload payload =
        Payload.newBuilder()
            .addData(datum(Field.VehicleName, Value.newBuilder().setStringValue("My Vehicle")))
            .addData(datum(Field.VehicleSpeed, Value.newBuilder().setDoubleValue(42.5)))
            .setCreatedAt(Timestamp.newBuilder().setSeconds(CREATED_AT_SECONDS))
            .setVin(VIN)
            .build();
    return new RecordBuilder(RecordType.V).protobuf(payload);
  }

  /** A {@code V} that is told from others by its number: in its txid and as its odometer. */
  public static RecordBuilder numbered(String vin, int number) {
    Payload payload =
        Payload.newBuilder()
            .addData(datum(Field.Odometer, Value.newBuilder().setDoubleValue(number)))
            .setVin(vin)
            .build();
    return new RecordBuilder(RecordType.V)
        .vin(vin)
        .txid(numberedTxid(vin, number))
        .protobuf(payload);
  }

  /** The txid of a {@link #numbered} record. */
  public static String numberedTxid(String vin, int number) {
    return vin + "/" + number;
  }

  /** Finished {@link #numbered} records of one vehicle, from 0. */
  public static List<TelemetryRecord> numberedRecords(String vin, int count) {
    return IntStream.range(0, count).mapToObj(i -> numbered(vin, i).build()).toList();
  }

  /** An {@code alerts} of one alert. */
  public static RecordBuilder alerts() {
    VehicleAlert.Builder alert =
        VehicleAlert.newBuilder()
            .setName("PCS_a022")
            .setStartedAt(Timestamp.newBuilder().setSeconds(CREATED_AT_SECONDS));
    VehicleAlerts alerts = VehicleAlerts.newBuilder().addAlerts(alert).setVin(VIN).build();
    return new RecordBuilder(RecordType.ALERTS).protobuf(alerts);
  }

  /** An {@code errors} of one error. */
  public static RecordBuilder errors() {
    VehicleError.Builder error =
        VehicleError.newBuilder().setName("cloud_down").putTags("host", "h1").setBody("no answer");
    VehicleErrors errors = VehicleErrors.newBuilder().addErrors(error).setVin(VIN).build();
    return new RecordBuilder(RecordType.ERRORS).protobuf(errors);
  }

  public RecordBuilder vin(String vin) {
    this.vin = vin;
    return this;
  }

  public RecordBuilder txid(String txid) {
    return txid(utf8(txid));
  }

  public RecordBuilder txid(byte[] txid) {
    this.txid = txid;
    return this;
  }

  /** The protobuf, any bytes. */
  public RecordBuilder protobuf(byte[] protobuf) {
    this.protobuf = protobuf;
    return this;
  }

  public RecordBuilder protobuf(MessageLite message) {
    return protobuf(message.toByteArray());
  }

  /** What dispatchers hand on, where it is not the protobuf. */
  public RecordBuilder payload(byte[] payload) {
    this.payload = payload;
    return this;
  }

  /** When the vehicle made it; 0 is absent. */
  public RecordBuilder createdAtSeconds(long epochSeconds) {
    createdAtSeconds = epochSeconds;
    return this;
  }

  public RecordBuilder clientVersion(String version) {
    clientVersion = version;
    return this;
  }

  /** The record as dispatchers get it. */
  public TelemetryRecord build() {
    long createdAtMillis = createdAtSeconds * 1000;
    return new TelemetryRecord(
        type,
        vin,
        txid,
        protobuf,
        payload == null ? protobuf : payload,
        createdAtMillis,
        createdAtMillis + ON_THE_WAY_MILLIS,
        clientVersion);
  }

  /** The message that a vehicle of this VIN sends. */
  public byte[] message() {
    return envelope().encode();
  }

  /** The envelope of {@link #message}, to be changed further. */
  public EnvelopeEncoder envelope() {
    return new EnvelopeEncoder()
        .txid(txid)
        .topic(type.name())
        .createdAt(createdAtSeconds)
        .senderId(DEVICE_TYPE + "." + vin)
        .deviceType(DEVICE_TYPE)
        .deviceId(vin)
        .payload(protobuf);
  }

  private static Datum.Builder datum(Field key, Value.Builder value) {
    return Datum.newBuilder().setKey(key).setValue(value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
