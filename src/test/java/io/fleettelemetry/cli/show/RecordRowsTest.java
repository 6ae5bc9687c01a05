package io.fleettelemetry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Doors;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Time;
import io.fleettelemetry.proto.vehicledata.TireLocation;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.transform.DeadLetter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rows say, seen in CSV, whose last two columns they are. */
class RecordRowsTest {

  private static final byte[] ID = {'t'};
  private static final byte[] RAW = {1, 2, 3};

  @TempDir Path store;

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(value().setStringValue("My Vehicle"), "My Vehicle"),
        Arguments.of(value().setStringValue(""), ""),
        Arguments.of(value().setStringValue("42.5"), "42.5"),
        Arguments.of(value().setDoubleValue(42.5), "42.5"),
        Arguments.of(value().setDoubleValue(12345678.9), "12345678.9"),
        Arguments.of(value().setDoubleValue(-0.0), "-0"),
        Arguments.of(value().setDoubleValue(1e21), "1e+21"),
        Arguments.of(value().setDoubleValue(Double.NaN), "NaN"),
        Arguments.of(value().setFloatValue(0.1f), "0.1"),
        Arguments.of(value().setFloatValue(55), "55"),
        Arguments.of(value().setIntValue(-7), "-7"),
        Arguments.of(value().setLongValue(-9007199254740993L), "-9007199254740993"),
        Arguments.of(value().setBooleanValue(true), "true"),
        Arguments.of(value().setBooleanValue(false), "false"),
        Arguments.of(value().setStringValue("true"), "true"),
        Arguments.of(value().setInvalid(true), "<invalid>"),
        Arguments.of(value().setInvalid(false), "<invalid>"),
        Arguments.of(value(), "<unknown>"),
        Arguments.of(value().setDoorValue(Doors.newBuilder()), "closed"),
        Arguments.of(
            value().setDoorValue(Doors.newBuilder().setDriverFront(true).setTrunkRear(true)),
            "DriverFront|TrunkRear"),
        Arguments.of(value().setStringValue("DriverFront|TrunkRear"), "DriverFront|TrunkRear"),
        Arguments.of(value().setTireLocationValue(TireLocation.newBuilder()), "none"),
        Arguments.of(
            value().setTireLocationValue(TireLocation.newBuilder().setRearLeft(true)), "rearLeft"),
        Arguments.of(value().setTimeValue(Time.newBuilder().setHour(7).setMinute(30)), "07:30:00"),
        Arguments.of(
            value().setTimeValue(Time.newBuilder().setHour(23).setMinute(5).setSecond(59)),
            "23:05:59"),
        Arguments.of(
            value()
                .setLocationValue(
                    LocationValue.newBuilder().setLatitude(37.4123741).setLongitude(-122.5)),
            "\"37.4123741, -122.5\""),
        Arguments.of(value().setStringValue("(37.412374 N, 122.5 W)"), "\"37.412374, -122.5\""),
        Arguments.of(value().setStringValue("(37.412374 N)"), "(37.412374 N)"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyKindOfValue(Value.Builder value, String text) throws IOException {
    assertEquals(
        List.of("VehicleName," + text),
        rows(ShownRecords.signal(Field.VehicleName_VALUE, value.build()).build()));
  }

  static Stream<FieldDescriptor> enums() {
    return Value.getDescriptor().getFields().stream()
        .filter(field -> field.getType() == FieldDescriptor.Type.ENUM);
  }

  @ParameterizedTest
  @MethodSource("enums")
  void enumsByTheirNames(FieldDescriptor field) throws IOException {
    EnumValueDescriptor last =
        field.getEnumType().getValues().get(field.getEnumType().getValues().size() - 1);
    Value value = value().setField(field, last).build();
    assertEquals(
        List.of("Gear," + last.getName()),
        rows(ShownRecords.signal(Field.Gear_VALUE, value).build()));
  }

  @Test
  void anEnumsNumberThatHasNoName() throws IOException {
    Value value = value().setShiftStateValueValue(99).build();
    assertEquals(List.of("Gear,99"), rows(ShownRecords.signal(Field.Gear_VALUE, value).build()));
  }

  @Test
  void everyMessageThatAValueCanHoldIsMapped() {
    List<String> messages =
        Value.getDescriptor().getFields().stream()
            .filter(field -> field.getType() == FieldDescriptor.Type.MESSAGE)
            .map(FieldDescriptor::getJsonName)
            .toList();
    assertEquals(List.of("locationValue", "doorValue", "timeValue", "tireLocationValue"), messages);
  }

  @Test
  void aSignalWithoutValueAndOneWithoutName() throws IOException {
    Payload payload =
        Payload.newBuilder()
            .addData(Datum.newBuilder().setKey(Field.Soc))
            .addData(Datum.newBuilder().setKeyValue(9999).setValue(value().setIntValue(1)))
            .build();
    assertEquals(
        List.of("Soc,<none>", "9999,1"), rows(RecordBuilder.v().protobuf(payload).build()));
  }

  @Test
  void aValueThatTheSchemaDoesNotKnow() throws IOException {
    Value value = Value.parseFrom(unknownMember());
    assertEquals(
        List.of("Soc,<unknown>"), rows(ShownRecords.signal(Field.Soc_VALUE, value).build()));
  }

  private static ByteString unknownMember() {
    return ByteString.fromHex("a00601"); // Field 100, a varint.
  }

  @Test
  void aRecordWithoutSignalsHasOneRow() throws IOException {
    assertEquals(
        List.of(","), rows(RecordBuilder.v().protobuf(Payload.getDefaultInstance()).build()));
  }

  @Test
  void aRecordThatHasNoJsonTellsItsSize() throws IOException {
    Payload payload =
        Payload.newBuilder().setCreatedAt(Timestamp.newBuilder().setNanos(-1)).build();
    String size = payload.getSerializedSize() + " bytes";
    assertEquals(List.of("," + size), rows(RecordBuilder.v().protobuf(payload).build()));
  }

  @Test
  void aTypeWithoutSchemaTellsItsSize() throws IOException {
    assertEquals(
        List.of(",7 bytes"), rows(RecordBuilder.of("custom").protobuf(new byte[7]).build()));
  }

  @Test
  void deadLettersByWhatTheyWereAndWhy() throws IOException {
    assertEquals(
        List.of("V,refused by kafka"),
        rows(deadLetter(new DeadLetter("VIN", ID, RecordType.V, "refused", "", "kafka", 1, RAW))));
    DeadLetter unreadable =
        new DeadLetter("VIN", ID, RecordType.of(""), "unreadable", "cut short", "", 1, RAW);
    assertEquals(List.of(",unreadable: cut short"), rows(deadLetter(unreadable)));
    assertEquals(
        List.of(",7 bytes"), rows(RecordBuilder.of("dead_letter").protobuf(new byte[7]).build()));
  }

  private static TelemetryRecord deadLetter(DeadLetter letter) {
    return RecordBuilder.of("dead_letter").protobuf(letter.json()).build();
  }

  @Test
  void alerts() throws IOException {
    VehicleAlerts alerts =
        VehicleAlerts.newBuilder()
            .addAlerts(
                VehicleAlert.newBuilder()
                    .setName("A")
                    .setStartedAt(Timestamp.newBuilder().setSeconds(1_764_000_000))
                    .setEndedAt(
                        Timestamp.newBuilder().setSeconds(1_764_000_001).setNanos(5_000_000)))
            .addAlerts(
                VehicleAlert.newBuilder()
                    .setName("B")
                    .setStartedAt(Timestamp.newBuilder().setSeconds(1_764_000_000)))
            .addAlerts(VehicleAlert.newBuilder().setName("C"))
            .build();
    assertEquals(
        List.of(
            "A,\"started 2025-11-24T16:00:00Z, ended 2025-11-24T16:00:01.005Z\"",
            "B,started 2025-11-24T16:00:00Z",
            "C,"),
        rows(RecordBuilder.alerts().protobuf(alerts).build()));
  }

  @Test
  void errors() throws IOException {
    assertEquals(List.of("cloud_down,no answer"), rows(RecordBuilder.errors().build()));
  }

  @Test
  void connectivity() throws IOException {
    VehicleConnectivity event =
        VehicleConnectivity.newBuilder()
            .setStatus(ConnectivityEvent.CONNECTED)
            .setNetworkInterface("wifi")
            .build();
    assertEquals(
        List.of("CONNECTED,wifi"), rows(RecordBuilder.of("connectivity").protobuf(event).build()));
  }

  @Test
  void onlyTheFieldsThatAreAskedFor() throws IOException {
    assertEquals(
        List.of("VehicleSpeed,42.5"),
        rows(
            new ShownRecords(store)
                .fields("vehiclespeed", "Soc")
                .add(RecordBuilder.v().build(), RecordBuilder.alerts().build())));
  }

  @Test
  void jsonOfAnotherShapeIsPassedOver() throws IOException {
    String line = "{\"vin\":\"A\",\"txtype\":\"%s\",\"receivedat\":1,\"data\":%s}";
    ShownRecords shown =
        new ShownRecords(store)
            .addLine(line.formatted("V", "{\"data\":{\"key\":1}}"))
            .addLine(line.formatted("V", "{\"data\":[1,[2],{\"key\":\"Soc\",\"value\":[3]}]}"))
            .addLine(
                line.formatted("V", "{\"data\":[{\"value\":{\"aValue\":[1],\"b\":{\"c\":1}}}]}"))
            .addLine(
                line.formatted(
                    "V", "{\"data\":[{\"value\":{\"locationValue\":{\"latitude\":\"x\"}}}]}"))
            .addLine(line.formatted("alerts", "{\"alerts\":[{\"name\":[],\"startedAt\":\"x\"}]}"))
            .addLine(line.formatted("connectivity", "{\"status\":{}}"));
    assertEquals(List.of(",", "Soc,<none>", ",{c=1}", ",\"x, 0\"", ",started x", ","), rows(shown));
    shown.as(OutputFormat.TABLE);
  }

  private List<String> rows(TelemetryRecord record) throws IOException {
    return rows(new ShownRecords(store).add(record));
  }

  /** The last two columns of each row. */
  private static List<String> rows(ShownRecords shown) throws IOException {
    return shown.as(OutputFormat.CSV).lines().skip(1).map(line -> line.split(",", 5)[4]).toList();
  }

  private static Value.Builder value() {
    return Value.newBuilder();
  }
}
