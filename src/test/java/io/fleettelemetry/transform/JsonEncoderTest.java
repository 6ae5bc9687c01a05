package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.fleettelemetry.proto.vehiclealerts.Audience;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Doors;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.ShiftState;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.proto.vehicleerror.VehicleError;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.transform.JsonEncoding.Encoded;
import io.fleettelemetry.transform.JsonEncoding.Invalid;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEncoderTest {

  @Test
  void aTypeWithoutSchemaIsPassedOn() {
    byte[] payload = {1, 2};
    Encoded encoded = (Encoded) JsonEncoder.encode(RecordType.of("custom"), payload);
    assertSame(payload, encoded.json());
  }

  @Test
  void emptyRecordsShowTheirDefaults() {
    assertEquals(
        "{\"data\":[],\"createdAt\":null,\"vin\":\"\",\"isResend\":false}",
        json(RecordType.V, Payload.getDefaultInstance()));
    assertEquals(
        "{\"vin\":\"\",\"connectionId\":\"\",\"status\":\"UNKNOWN\",\"createdAt\":null,"
            + "\"networkInterface\":\"\"}",
        json(RecordType.CONNECTIVITY, VehicleConnectivity.getDefaultInstance()));
  }

  @Test
  void signalsOfManyKinds() {
    Payload payload =
        Payload.newBuilder()
            .addData(
                datum(Field.Gear, Value.newBuilder().setShiftStateValue(ShiftState.ShiftStateD)))
            .addData(datum(Field.Soc, Value.newBuilder().setFloatValue(55)))
            .addData(datum(Field.Odometer, Value.newBuilder().setLongValue(-9007199254740993L)))
            .addData(datum(Field.DoorState, Value.newBuilder().setDoorValue(Doors.newBuilder())))
            .addData(datum(Field.Hvil, Value.newBuilder()))
            .addData(Datum.newBuilder().setKeyValue(9999))
            .build();
    assertEquals(
        "{\"data\":[{\"key\":\"Gear\",\"value\":{\"shiftStateValue\":\"ShiftStateD\"}},"
            + "{\"key\":\"Soc\",\"value\":{\"floatValue\":55}},"
            + "{\"key\":\"Odometer\",\"value\":{\"longValue\":\"-9007199254740993\"}},"
            + "{\"key\":\"DoorState\",\"value\":{\"doorValue\":{\"DriverFront\":false,"
            + "\"DriverRear\":false,\"PassengerFront\":false,\"PassengerRear\":false,"
            + "\"TrunkFront\":false,\"TrunkRear\":false}}},"
            + "{\"key\":\"Hvil\",\"value\":{}},{\"key\":9999,\"value\":null}],"
            + "\"createdAt\":null,\"vin\":\"\",\"isResend\":false}",
        json(RecordType.V, payload));
  }

  @Test
  void enumsInAList() {
    VehicleAlert alert =
        VehicleAlert.newBuilder()
            .setName("A")
            .addAudiences(Audience.Customer)
            .addAudiencesValue(-7)
            .build();
    assertEquals(
        "{\"alerts\":[{\"name\":\"A\",\"audiences\":[\"Customer\",-7],\"startedAt\":null,"
            + "\"endedAt\":null}],\"createdAt\":null,\"vin\":\"\"}",
        json(RecordType.ALERTS, VehicleAlerts.newBuilder().addAlerts(alert).build()));
  }

  @Test
  void onlyWhatMustBeEscapedIs() {
    VehicleConnectivity odd =
        VehicleConnectivity.newBuilder()
            .setVin("\"\\/\b\f\n\r\t\u0000\u001f\u007f<&>\u2028\ud83d\ude97\ufeff")
            .setStatus(ConnectivityEvent.CONNECTED)
            .build();
    assertEquals(
        "{\"vin\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f<&>\u2028\ud83d\ude97\ufeff\","
            + "\"connectionId\":\"\",\"status\":\"CONNECTED\",\"createdAt\":null,"
            + "\"networkInterface\":\"\"}",
        json(RecordType.CONNECTIVITY, odd));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1970-01-01T00:00:00Z",
    "-1, 1, 1969-12-31T23:59:59.000000001Z",
    "1700000000, 120000000, 2023-11-14T22:13:20.120Z",
    "1700000000, 1000, 2023-11-14T22:13:20.000001Z",
    "951782400, 0, 2000-02-29T00:00:00Z",
    "-62135596800, 0, 0001-01-01T00:00:00Z",
    "253402300799, 999999999, 9999-12-31T23:59:59.999999999Z",
  })
  void timestamps(long seconds, int nanos, String text) {
    assertEquals(
        "{\"data\":[],\"createdAt\":\"" + text + "\",\"vin\":\"\",\"isResend\":false}",
        json(RecordType.V, createdAt(seconds, nanos)));
  }

  @ParameterizedTest
  @CsvSource({
    "-62135596801, 0, -62135596801 seconds are not in the years 1 to 9999",
    "253402300800, 0, 253402300800 seconds are not in the years 1 to 9999",
    "9223372036854775807, 0, 9223372036854775807 seconds are not in the years 1 to 9999",
    "0, -1, -1 nanos are not between 0 and 999999999",
    "0, 1000000000, 1000000000 nanos are not between 0 and 999999999",
  })
  void timestampsWithoutJsonForm(long seconds, int nanos, String reason) {
    assertEquals(
        new Invalid("json: created_at: " + reason),
        JsonEncoder.encode(RecordType.V, createdAt(seconds, nanos).toByteArray()));
  }

  @ParameterizedTest
  @CsvSource({
    "1a0161 0a00, json: fields of Payload are not in order",
    "1a0161 1a0162, json: fields of Payload are not in order",
    "0a06 1204 1001 1002, json: fields of Value are not in order",
    "0a06 1204 1801 1001, json: fields of Value are not in order",
    "0a, json: Payload is no protobuf: ends inside a field",
    "0a02 1205, json: Payload is no protobuf: length reaches past the end of its message",
  })
  void whatIsNoTransformedRecordIsRefused(String hex, String reason) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertEquals(new Invalid(reason), JsonEncoder.encode(RecordType.V, bytes));
  }

  @Test
  void saysWhetherAnythingWasLeftOut() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    Timestamp createdAt = Timestamp.newBuilder().setUnknownFields(unknown).build();
    Value value = Value.newBuilder().setUnknownFields(unknown).build();
    VehicleError tagged = VehicleError.newBuilder().putTags("host", "h1").build();
    assertTrue(isComplete(RecordType.V, createdAt(1, 0)));
    assertTrue(isComplete(RecordType.ERRORS, VehicleErrors.newBuilder().addErrors(tagged).build()));
    assertFalse(isComplete(RecordType.V, Payload.newBuilder().setUnknownFields(unknown).build()));
    assertFalse(isComplete(RecordType.V, Payload.newBuilder().setCreatedAt(createdAt).build()));
    assertFalse(
        isComplete(
            RecordType.V,
            Payload.newBuilder().addData(Datum.newBuilder().setValue(value)).build()));
  }

  private static boolean isComplete(RecordType type, MessageLite message) {
    return assertInstanceOf(Encoded.class, JsonEncoder.encode(type, message.toByteArray()))
        .complete();
  }

  private static Payload createdAt(long seconds, int nanos) {
    return Payload.newBuilder()
        .setCreatedAt(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))
        .build();
  }

  private static Datum datum(Field key, Value.Builder value) {
    return Datum.newBuilder().setKey(key).setValue(value).build();
  }

  private static String json(RecordType type, MessageLite message) {
    JsonEncoding encoding = JsonEncoder.encode(type, message.toByteArray());
    return new String(assertInstanceOf(Encoded.class, encoding).json(), StandardCharsets.UTF_8);
  }
}
