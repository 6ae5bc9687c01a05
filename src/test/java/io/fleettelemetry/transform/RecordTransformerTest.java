package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.proto.vehicleerror.VehicleError;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.transform.Transformation.Invalid;
import io.fleettelemetry.transform.Transformation.Transformed;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTransformerTest {
  private static final String VIN = "5YJ3E1EA000000042";
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(3000, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
          .addField(
              3001,
              UnknownFieldSet.Field.newBuilder()
                  .addLengthDelimited(ByteString.copyFromUtf8("kept"))
                  .build())
          .build();

  @Test
  void aTypeWithoutSchemaIsCopied() {
    byte[] buffer = {9, 1, 2, 3, 9};
    Transformed copy =
        (Transformed) RecordTransformer.transform(RecordType.of("custom"), buffer, 1, 3, VIN);
    assertArrayEquals(new byte[] {1, 2, 3}, copy.protobuf());
    assertNotSame(buffer, copy.protobuf());
    assertEquals(0, copy.signals());
  }

  @Test
  void thePayloadMayBeAnywhereInTheBuffer() throws InvalidProtocolBufferException {
    byte[] payload = payload(text(Field.VehicleSpeed, "1.5e1")).toByteArray();
    byte[] buffer = new byte[payload.length + 20];
    System.arraycopy(payload, 0, buffer, 7, payload.length);
    Transformed result =
        (Transformed) RecordTransformer.transform(RecordType.V, buffer, 7, payload.length, VIN);
    Payload sent = Payload.parseFrom(result.protobuf());
    assertEquals("15.00000", sent.getData(0).getValue().getStringValue());
    assertEquals(VIN, sent.getVin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5YJ3E1EA000000042", "5YJ3E1EA999999999", "short"})
  void theVinIsTheCertificates(String claimed) throws InvalidProtocolBufferException {
    Payload sent = Payload.newBuilder().setVin(claimed).setIsResend(true).build();
    assertEquals(sent.toBuilder().setVin(VIN).build(), Payload.parseFrom(v(sent).protobuf()));
  }

  @Test
  void signalsAreDataAndAlerts() {
    assertEquals(0, v(Payload.getDefaultInstance()).signals());
    assertEquals(
        3, v(payload(text(Field.Soc, "1"), text(Field.Soc, "2"), empty(Field.Gear))).signals());
    VehicleAlerts alerts =
        VehicleAlerts.newBuilder()
            .addAlerts(VehicleAlert.newBuilder().setName("a"))
            .addAlerts(VehicleAlert.getDefaultInstance())
            .build();
    assertEquals(2, transform(RecordType.ALERTS, alerts.toByteArray()).signals());
    VehicleErrors errors =
        VehicleErrors.newBuilder().addErrors(VehicleError.getDefaultInstance()).build();
    assertEquals(0, transform(RecordType.ERRORS, errors.toByteArray()).signals());
  }

  @Test
  void signalsAreCountedOnceWhenFieldsAreOutOfOrder() {
    byte[] payload = payload(text(Field.Soc, "1")).toByteArray();
    // is_resend first, then the data.
    byte[] reversed = bytes("2001" + hex(payload) + hex(payload));
    assertEquals(2, transform(RecordType.V, reversed).signals());
  }

  @Test
  void unknownFieldsStayBesideRewrittenValues() throws InvalidProtocolBufferException {
    Payload sent =
        payload(
            keepUnknown(text(Field.Location, "(1.5 N, 2 W)")),
            keepUnknown(text(Field.VehicleSpeed, "1.5e1")),
            keepUnknown(text(Field.Odometer, "-2.5e-2")).toBuilder().setKeyValue(9999).build());
    Payload result = Payload.parseFrom(v(sent).protobuf());
    for (Datum datum : result.getDataList()) {
      assertEquals(UNKNOWN, datum.getValue().getUnknownFields());
    }
    assertEquals(1.5, result.getData(0).getValue().getLocationValue().getLatitude());
    assertEquals(-2, result.getData(0).getValue().getLocationValue().getLongitude());
    assertEquals(UNKNOWN, result.getData(0).getUnknownFields());
    assertEquals("15.00000", result.getData(1).getValue().getStringValue());
    assertEquals(9999, result.getData(2).getKeyValue());
    assertEquals("-0.02500", result.getData(2).getValue().getStringValue());
  }

  @Test
  void unknownFieldsStayInRewrittenTimesAndMapEntries() throws InvalidProtocolBufferException {
    Timestamp millis =
        Timestamp.newBuilder()
            .setSeconds(1_700_000_000_123L)
            .setNanos(77)
            .setUnknownFields(UNKNOWN)
            .build();
    VehicleAlerts alerts =
        VehicleAlerts.newBuilder()
            .addAlerts(VehicleAlert.newBuilder().setStartedAt(millis))
            .build();
    Timestamp expected =
        Timestamp.newBuilder()
            .setSeconds(1_700_000_000)
            .setNanos(123_000_000)
            .setUnknownFields(UNKNOWN)
            .build();
    byte[] result = transform(RecordType.ALERTS, alerts.toByteArray()).protobuf();
    assertEquals(expected, VehicleAlerts.parseFrom(result).getAlerts(0).getStartedAt());

    // The tags {"a": "b", field 9: 1} and {"A": ""}; they are written in the order of their keys.
    byte[] errors = bytes("0a11" + "1a08 0a0161 120162 4801" + "1a05 0a0141 1200");
    assertEquals(
        hex(bytes("0a11" + "1a05 0a0141 1200" + "1a08 0a0161 120162 4801" + vinField())),
        hex(transform(RecordType.ERRORS, errors).protobuf()));
  }

  @ParameterizedTest
  @CsvSource({
    "315575999999, 5, 315575999999, 5",
    "315576000000, 5, 315576000, 0",
    "1700000000123, 0, 1700000000, 123000000",
    "1700000000123, 999, 1700000000, 123000000",
    "-5, 7, -5, 7",
  })
  void millisecondsInAlertsBecomeSeconds(long seconds, int nanos, long expected, int expectedNanos)
      throws InvalidProtocolBufferException {
    Timestamp time = Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    Timestamp corrected =
        Timestamp.newBuilder().setSeconds(expected).setNanos(expectedNanos).build();
    VehicleAlert alert = VehicleAlert.newBuilder().setStartedAt(time).setEndedAt(time).build();
    VehicleAlerts alerts =
        VehicleAlerts.newBuilder().addAlerts(alert).setCreatedAt(time).setVin(VIN).build();
    VehicleAlerts result =
        VehicleAlerts.parseFrom(transform(RecordType.ALERTS, alerts.toByteArray()).protobuf());
    assertEquals(corrected, result.getAlerts(0).getStartedAt());
    assertEquals(corrected, result.getAlerts(0).getEndedAt());
    assertEquals(time, result.getCreatedAt(), "only an alert's own times are corrected");
  }

  @Test
  void onlyTheFirstLocationIsParsed() throws InvalidProtocolBufferException {
    Payload sent =
        payload(
            text(Field.DestinationLocation, "(1 N, 2 E)"),
            empty(Field.Location),
            text(Field.Location, "(3 N, 4 E)"));
    assertEquals(sent.getDataList(), Payload.parseFrom(v(sent).protobuf()).getDataList());
  }

  @Test
  void aLocationWhoseKeyComesLastIsParsed() throws InvalidProtocolBufferException {
    byte[] value = Value.newBuilder().setStringValue("(1 N, 2 E)").build().toByteArray();
    byte[] datum = bytes("120c" + hex(value) + "0815");
    byte[] payload = bytes("0a" + HexFormat.of().toHexDigits((byte) datum.length) + hex(datum));
    Payload result = Payload.parseFrom(transform(RecordType.V, payload).protobuf());
    assertEquals(Field.Location, result.getData(0).getKey());
    assertEquals(1, result.getData(0).getValue().getLocationValue().getLatitude());
  }

  @ParameterizedTest
  @CsvSource({
    "V, 0a, field 1 of Payload: ends inside a field",
    "V, 0a05, field 1 of Payload: length reaches past the end of its message",
    "V, 1a01ff, field 3 of Payload: string is not UTF-8",
    "V, 0a06 1204 0a02 c328, field 1 of Value: string is not UTF-8",
    "V, 0a02 0880, field 1 of Datum: ends inside a field",
    "V, 4b, field 9 of Payload: group is not closed",
    "V, 4c, field 9 of Payload: group ends that was not started",
    "V, 2001 0e, field 1 of Payload: wire type is 6 or 7",
    "V, 2001 0a0412020a02, field 1 of Value: length reaches past the end of its message",
    "alerts, 0a03 0a01ff, field 1 of VehicleAlert: string is not UTF-8",
    "alerts, 0a03 1201 80, field 2 of VehicleAlert: ends inside a field",
    "errors, 0a05 1a03 1201ff, field 2 of TagsEntry: string is not UTF-8",
    "connectivity, 1201ff, field 2 of VehicleConnectivity: string is not UTF-8",
  })
  void theReasonNamesFieldMessageAndRule(String type, String hex, String reason) {
    byte[] payload = bytes(hex);
    assertEquals(
        new Invalid("protobuf: " + reason),
        RecordTransformer.transform(RecordType.of(type), payload, 0, payload.length, VIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1a01ff 1a0161", // an earlier VIN
        "1a0161 0a06 1204 0a02c328", // data after the VIN
        "0a0a 1208 0a02c328 0a02 3131", // a string that a later one replaces
        "0a08 1206 3a020980 1001", // a location that another member replaces
      })
  void valuesThatDoNotCountAreCheckedToo(String hex) {
    byte[] payload = bytes(hex);
    assertInstanceOf(
        Invalid.class, RecordTransformer.transform(RecordType.V, payload, 0, payload.length, VIN));
  }

  @Test
  void groupsAreValidToTheLimitOfDepth() {
    int most = WireReader.MAX_GROUP_DEPTH;
    byte[] valid = WireReaderTest.groups(most);
    byte[] deeper = WireReaderTest.groups(most + 1);
    assertEquals(valid.length + 2 + VIN.length(), transform(RecordType.V, valid).protobuf().length);
    assertEquals(
        new Invalid("protobuf: field 15 of Payload: groups are nested more than 10000 deep"),
        RecordTransformer.transform(RecordType.V, deeper, 0, deeper.length, VIN));
  }

  private static Transformed v(Payload payload) {
    return transform(RecordType.V, payload.toByteArray());
  }

  private static Transformed transform(RecordType type, byte[] payload) {
    return assertInstanceOf(
        Transformed.class,
        RecordTransformer.transform(type, payload, 0, payload.length, VIN),
        () -> hex(payload));
  }

  private static Payload payload(Datum... data) {
    Payload.Builder payload = Payload.newBuilder();
    for (Datum datum : data) {
      payload.addData(datum);
    }
    return payload.build();
  }

  private static Datum text(Field key, String text) {
    return Datum.newBuilder().setKey(key).setValue(Value.newBuilder().setStringValue(text)).build();
  }

  private static Datum empty(Field key) {
    return Datum.newBuilder().setKey(key).build();
  }

  private static Datum keepUnknown(Datum datum) {
    return datum.toBuilder()
        .setValue(datum.getValue().toBuilder().setUnknownFields(UNKNOWN))
        .setUnknownFields(UNKNOWN)
        .build();
  }

  private static String vinField() {
    return "1a11" + hex(VIN.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
