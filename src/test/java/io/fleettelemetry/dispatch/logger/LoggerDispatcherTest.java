package io.fleettelemetry.dispatch.logger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.google.protobuf.Message;
import io.fleettelemetry.logging.RawJson;
import io.fleettelemetry.proto.vehicledata.ChargingState;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.transform.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggerDispatcherTest {

  private static final String VIN = "5YJ3E1EA000000042";

  private final LoggerDispatcher dispatcher = new LoggerDispatcher(new LoggerSettings(false));
  private LogCapture lines;

  @BeforeEach
  void capture() {
    lines = LogCapture.of(LoggerDispatcher.class);
  }

  @AfterEach
  void release() {
    lines.close();
  }

  @Test
  void oneLineARecordWithVinMetadataAndData() {
    dispatch(List.of(record(RecordType.V, Payload.newBuilder().setVin("ignored").build())));
    ILoggingEvent line = lines.events().get(0);
    assertEquals(1, lines.events().size());
    assertEquals("record_payload", line.getFormattedMessage());
    assertEquals(Level.INFO, line.getLevel());
    Map<String, Object> fields = LogCapture.fields(line);
    assertEquals(List.of("vin", "metadata", "data"), List.copyOf(fields.keySet()));
    assertEquals(VIN, fields.get("vin"));
    assertEquals(
        new RawJson(
            "{\"device_client_version\":\"1.2\",\"receivedat\":\"1700000000123\","
                + "\"timestamp\":\"1700000000000\",\"txid\":\"tx\",\"txtype\":\"V\","
                + "\"version\":\"0\",\"vin\":\""
                + VIN
                + "\"}"),
        fields.get("metadata"));
    assertEquals(
        new RawJson(
            "{\"CreatedAt\":\"1970-01-01T00:00:00Z\",\"IsResend\":false,\"Vin\":\"" + VIN + "\"}"),
        fields.get("data"));
  }

  @Test
  void everyRecordIsStoredInItsTurn() {
    List<TelemetryRecord> records =
        List.of(
            record(RecordType.V, Payload.getDefaultInstance()),
            record(RecordType.V, new byte[] {8}),
            record(RecordType.of("custom"), new byte[] {-1, -2}),
            record(RecordType.ALERTS, new byte[0]));
    List<String> outcomes = dispatch(records);
    assertEquals(List.of("0 STORED", "1 STORED", "2 STORED", "3 STORED"), outcomes);
    assertEquals(4, lines.named("record_payload").size());
  }

  @Test
  void aTypeWithoutASchemaIsLoggedByItsSize() {
    dispatch(List.of(record(RecordType.of("custom"), new byte[] {-1, -2, 3})));
    assertEquals(new RawJson("{\"Size\":3}"), LogCapture.fields(lines.events().get(0)).get("data"));
  }

  @Test
  void aDeadLetterIsLoggedWholeAndAsAWarning() {
    byte[] letter = deadLetter();
    dispatch(List.of(record(RecordType.DEAD_LETTER, letter)));
    ILoggingEvent line = lines.events().get(0);
    assertEquals("record_payload", line.getFormattedMessage());
    assertEquals(Level.WARN, line.getLevel());
    assertEquals(
        new RawJson(new String(letter, StandardCharsets.UTF_8)),
        LogCapture.fields(line).get("data"));
  }

  @Test
  void whatOnlyHasTheTypeOfADeadLetterIsLoggedByItsSize() {
    dispatch(List.of(record(RecordType.DEAD_LETTER, new byte[] {'{'})));
    assertEquals(new RawJson("{\"Size\":1}"), LogCapture.fields(lines.events().get(0)).get("data"));
  }

  @Test
  void aDeadLetterThatTheLevelOfTheLogLeavesOutIsNotStored() {
    List<Outcome> outcomes = new ArrayList<>();
    try (LogCapture silent = LogCapture.of(LoggerDispatcher.class.getName(), Level.ERROR)) {
      dispatcher.dispatch(
          List.of(record(RecordType.DEAD_LETTER, deadLetter())),
          (index, outcome) -> outcomes.add(outcome));
      assertEquals(List.of(), silent.events());
    }
    assertEquals(List.of(Outcome.FAILED), outcomes);
  }

  private static byte[] deadLetter() {
    return new DeadLetter(
            VIN, new byte[] {'t'}, RecordType.V, "invalid", "cut short", "", 7, new byte[] {8})
        .json();
  }

  @Test
  void aDatumWithoutValueIsAWarning() {
    dispatch(List.of(record(RecordType.V, payload(Datum.newBuilder().setKey(Field.Gear)))));
    ILoggingEvent warning = lines.problems().get(0);
    assertEquals("unknown_payload_data_type", warning.getFormattedMessage());
    assertEquals(Map.of("vin", VIN), LogCapture.fields(warning));
    assertEquals(Level.WARN, warning.getLevel());
    assertEquals(1, lines.named("record_payload").size());
  }

  @Test
  void aValueThatIsNotShownIsAWarning() {
    Value charging = Value.newBuilder().setChargingValue(ChargingState.ChargeStateUnknown).build();
    dispatch(
        List.of(
            record(
                RecordType.V,
                payload(
                    Datum.newBuilder().setKey(Field.Gear).setValue(Value.getDefaultInstance()),
                    Datum.newBuilder().setKeyValue(9999).setValue(charging)))));
    List<ILoggingEvent> warnings = lines.named("unknown_payload_value_data_type");
    assertEquals(2, warnings.size());
    assertEquals(Map.of("name", "Gear", "vin", VIN), LogCapture.fields(warnings.get(0)));
    assertEquals(Map.of("name", "9999", "vin", VIN), LogCapture.fields(warnings.get(1)));
  }

  @Test
  void startStopAndHealthNeedNoSystem() {
    assertTrue(dispatcher.start().succeeded());
    assertTrue(dispatcher.health().up());
    assertTrue(dispatcher.stop(Duration.ofSeconds(10)).succeeded());
  }

  private List<String> dispatch(List<TelemetryRecord> records) {
    List<String> outcomes = new ArrayList<>();
    dispatcher.dispatch(records, (index, outcome) -> outcomes.add(index + " " + outcome));
    assertTrue(outcomes.stream().allMatch(it -> it.endsWith(Outcome.STORED.name())));
    return outcomes;
  }

  private static Payload payload(Datum.Builder... data) {
    Payload.Builder payload = Payload.newBuilder();
    for (Datum.Builder datum : data) {
      payload.addData(datum);
    }
    return payload.build();
  }

  private static TelemetryRecord record(RecordType type, Message message) {
    return record(type, message.toByteArray());
  }

  private static TelemetryRecord record(RecordType type, byte[] protobuf) {
    byte[] txid = "tx".getBytes(StandardCharsets.UTF_8);
    return new TelemetryRecord(
        type, VIN, txid, protobuf, protobuf, 1_700_000_000_000L, 1_700_000_000_123L, "1.2");
  }
}
