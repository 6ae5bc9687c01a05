package io.fleettelemetry.dispatch.logger;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.TireLocation;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.helpers.NOPLogger;

class RecordTextTest {

  private static final String VIN = "5YJ3E1EA000000042";

  private final RecordText text = new RecordText(false, NOPLogger.NOP_LOGGER);
  private final RecordText verboseText = new RecordText(true, NOPLogger.NOP_LOGGER);

  @ParameterizedTest
  @MethodSource("loggedRecords")
  void recordsAreLoggedAsInTheField(LoggedRecord logged) {
    assertEquals(logged.data(), text.data(logged.record()));
    assertEquals(logged.verboseData(), verboseText.data(logged.record()));
    String metadata = RecordText.metadata(logged.record());
    assertEquals(
        logged.metadata(), metadata.replaceAll("\"(receivedat|timestamp)\":\"\\d+\",", ""));
  }

  static List<LoggedRecord> loggedRecords() {
    return LoggedRecord.all();
  }

  @Test
  void numbersThatJsonDoesNotHaveAreStrings() {
    assertEquals("\"NaN\"", value(Value.newBuilder().setFloatValue(Float.NaN)));
    assertEquals("\"Infinity\"", value(Value.newBuilder().setFloatValue(Float.POSITIVE_INFINITY)));
    assertEquals(
        "\"-Infinity\"", value(Value.newBuilder().setDoubleValue(Double.NEGATIVE_INFINITY)));
    assertEquals(
        "{\"latitude\":\"NaN\",\"longitude\":1.5}",
        value(
            Value.newBuilder()
                .setLocationValue(
                    LocationValue.newBuilder().setLatitude(Double.NaN).setLongitude(1.5))));
  }

  @ParameterizedTest
  @CsvSource({"9999", "-1", "2147483647", "-2147483648"})
  void anUnknownFieldIsNamedByItsNumber(int key) {
    Datum datum =
        Datum.newBuilder().setKeyValue(key).setValue(Value.newBuilder().setIntValue(1)).build();
    assertEquals(
        "{\""
            + key
            + "\":1,\"CreatedAt\":\"1970-01-01T00:00:00Z\",\"IsResend\":false,\"Vin\":\"\"}",
        text.data(record("", Payload.newBuilder().addData(datum))));
  }

  @Test
  void aVinTooShortForAModelIsACar() {
    Value.Builder wheels =
        Value.newBuilder().setTireLocationValue(TireLocation.newBuilder().setRearLeft(true));
    Payload.Builder payload = payload(wheels);
    String car = "{\"FrontLeft\":false,\"FrontRight\":false,\"RearLeft\":true,\"RearRight\":false}";
    for (String vin : List.of("", "D-1", "xxxS", "TTTt")) {
      assertEquals(wrapped(car, vin), text.data(record(vin, payload)));
    }
  }

  @Test
  void anInvalidValueIsSoWhateverItsBool() {
    Value.Builder invalid = Value.newBuilder().setInvalid(false);
    assertEquals("\"<invalid>\"", value(invalid));
    assertEquals(
        wrapped("{\"invalid\":true}", VIN), verboseText.data(record(VIN, payload(invalid))));
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 2147483647",
    "-9223372036854775808, -2147483648",
    "31556889864403199, 2147483647",
    "-31557014167219200, -2147483648"
  })
  void aTimeThatNoCalendarReachesIsStillLogged(long seconds, int nanos) {
    Payload.Builder payload =
        Payload.newBuilder()
            .setCreatedAt(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos));
    String data = text.data(record(VIN, payload));
    String year = seconds > 0 ? "999999999-12-31" : "-999999999-01-01";
    assertTrue(data.startsWith("{\"CreatedAt\":\"" + year + "T"), data);
  }

  @Test
  void everyMemberOfTheSchemaIsShown() {
    Random random = new Random(6);
    for (var field : Value.getDescriptor().getFields()) {
      Value.Builder value = Value.newBuilder();
      switch (field.getJavaType()) {
        case MESSAGE -> value.setField(field, value.newBuilderForField(field).build());
        case ENUM -> value.setField(field, field.getEnumType().findValueByNumber(0));
        case INT -> value.setField(field, random.nextInt());
        case LONG -> value.setField(field, random.nextLong());
        default -> value.setField(field, field.getDefaultValue());
      }
      boolean shown = field.getNumber() != Value.CHARGING_VALUE_FIELD_NUMBER;
      String plain = text.data(record(VIN, payload(value)));
      String verbose = verboseText.data(record(VIN, payload(value)));
      assertEquals(shown, plain.contains("\"Gear\":"), field.getName());
      assertEquals(shown, verbose.contains("\"Gear\":{\""), field.getName());
    }
  }

  /** A transformed record is whole; a broken one must still not break the log. */
  @Test
  void brokenRecordsAreLoggedAsFarAsTheyGo() {
    Random random = new Random(7);
    List<LoggedRecord> logged = LoggedRecord.all();
    for (int i = 0; i < 20_000; i++) {
      TelemetryRecord whole = logged.get(random.nextInt(logged.size())).record();
      byte[] protobuf = whole.protobuf().clone();
      for (int changes = random.nextInt(4); changes > 0 && protobuf.length > 0; changes--) {
        protobuf[random.nextInt(protobuf.length)] = (byte) random.nextInt();
      }
      TelemetryRecord broken =
          new TelemetryRecord(
              whole.type(), whole.vin(), whole.txid(), protobuf, protobuf, 0, 0, "");
      assertDoesNotThrow(() -> new JsonObject("{\"data\":" + verboseText.data(broken) + "}"));
    }
  }

  /** The value as it is logged. */
  private String value(Value.Builder value) {
    String data = text.data(record(VIN, payload(value)));
    String before = wrapped("", VIN);
    int start = before.indexOf("\"Gear\":") + "\"Gear\":".length();
    return data.substring(start, data.length() - (before.length() - start));
  }

  private static String wrapped(String value, String vin) {
    return "{\"CreatedAt\":\"1970-01-01T00:00:00Z\",\"Gear\":"
        + value
        + ",\"IsResend\":false,\"Vin\":\""
        + vin
        + "\"}";
  }

  private static Payload.Builder payload(Value.Builder value) {
    return Payload.newBuilder().addData(Datum.newBuilder().setKey(Field.Gear).setValue(value));
  }

  private static TelemetryRecord record(String vin, Payload.Builder payload) {
    byte[] protobuf = payload.build().toByteArray();
    return new TelemetryRecord(RecordType.V, vin, new byte[0], protobuf, protobuf, 0, 0, "");
  }
}
