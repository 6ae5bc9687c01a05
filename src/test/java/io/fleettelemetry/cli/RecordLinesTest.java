package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.logging.LogEvent;
import io.fleettelemetry.logging.RawJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordLinesTest {

  private static final String VIN = "5YJ3E1EA0NF000001";
  private static final Instant TIME = Instant.parse("2026-11-24T12:34:56.789Z");

  private final StringWriter out = new StringWriter();
  private final RecordLines lines = new RecordLines(new PrintWriter(out), ZoneOffset.UTC);

  private String record(String vin, String data) {
    out.getBuffer().setLength(0);
    lines.accept(
        new LogEvent(
            TIME, "info", "record_payload", Map.of("vin", vin, "data", new RawJson(data))));
    return out.toString();
  }

  private String record(String data) {
    return record(VIN, data).substring(28);
  }

  @Test
  void aLineSaysWhoWhereHowFastAndWhatChanged() {
    assertEquals(
        "12:34:56  5YJ3E1EA0NF000001  37.41237, -122.14587    43 mph  78.2 %  Gear D, Odometer 9.5"
            + System.lineSeparator(),
        record(
            VIN,
            """
            {"CreatedAt": "2026-11-24T12:34:56Z", "IsResend": false, "Vin": "5YJ3E1EA0NF000001",
             "Gear": "D", "Odometer": 9.5, "Soc": 78.2, "VehicleSpeed": 42.7,
             "Location": {"latitude": 37.412374, "longitude": -122.145867}}"""));
  }

  @Test
  void theHeaderStandsAboveTheColumns() {
    lines.header();
    String header = out.toString();
    String line = record(VIN, "{\"Gear\": \"D\", \"VehicleSpeed\": 3}");
    assertEquals(header.indexOf("WHAT CHANGED"), line.indexOf("Gear D"));
    assertEquals(header.indexOf("SPEED") + "SPEED".length(), line.indexOf("mph") + "mph".length());
  }

  @Test
  void columnsKeepWhatIsKnownForEachVehicle() {
    record("one", "{\"VehicleSpeed\": 10, \"Soc\": 50}");
    record("two", "{\"VehicleSpeed\": \"2.0e1\"}");
    assertTrue(record("one", "{}").contains("10 mph  50.0 %"), out.toString());
    assertTrue(record("two", "{}").contains("20 mph       -"), out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"VehicleSpeed": "<invalid>"}                           |       -       -
          {"DoorState": {"DriverFront": true, "TrunkRear": true}} | DoorState DriverFront/TrunkRear
          {"DetailedChargeState": "DetailedChargeStateCharging"} | DetailedChargeState Charging
          {"Gear": "ShiftStateD"}                                 | Gear D
          {"BmsFullchargecomplete": true, "Gear": "D"}            | Gear D, BmsFullchargecomplete true
          {"DoorState": ""}                                       | DoorState none
          {"DoorState": {"DriverFront": false}}                   | DoorState none
          {"OriginLocation": {"latitude": 1.5, "longitude": -2}}  | OriginLocation 1.5/-2
          {"Status": "CONNECTED", "ConnectionID": "x", "NetworkInterface": "wifi"} | connected (wifi)
          [{"Name": "a", "StartedAt": 1}, {"Name": "b", "StartedAt": 1, "EndedAt": 2}] | alert a began, alert b ended
          [{"Name": "e", "Body": "no answer", "Tags": null}]      | error e: no answer
          {"Size": 12}                                            | Size 12
          """)
  void everyKindOfRecordHasItsWords(String data, String words) {
    assertTrue(record(data).contains(words), out.toString());
  }

  @Test
  void whatHasNoRoomIsCounted() {
    Map<String, String> signals = new TreeMap<>();
    for (int i = 10; i < 30; i++) {
      signals.put("\"Field" + i + "\"", "\"value\"");
    }
    String line = record(signals.toString().replace('=', ':'));
    assertTrue(line.contains("Field10 value, Field11 value, "), line);
    assertTrue(line.stripTrailing().endsWith(", +16"), line);
  }

  @Test
  void aLongValueIsCut() {
    String line = record("{\"DestinationName\": \"%s\"}".formatted("x".repeat(500)));
    assertTrue(line.stripTrailing().endsWith("x…"), line);
    assertTrue(line.length() < 120, line);
  }

  @Test
  void theVehicleUnheardOfLongestIsForgottenAtTheBound() {
    record("first", "{\"VehicleSpeed\": 10}");
    for (int i = 1; i < RecordLines.MAX_VEHICLES; i++) {
      record("vehicle" + i, "{}");
    }
    assertTrue(record("first", "{}").contains("10 mph"), "within the bound");
    for (int i = 0; i < RecordLines.MAX_VEHICLES; i++) {
      record("other" + i, "{}");
    }
    assertTrue(!record("first", "{}").contains("10 mph"), "beyond the bound");
  }

  @Test
  void ofOtherEventsOnlyProblemsAreWritten() {
    for (String level : List.of("debug", "info", "warning", "error")) {
      lines.accept(
          new LogEvent(
              TIME, level, "some_" + level, Map.of("context", "c", "stack", "s", "key", 1)));
    }
    assertEquals(
        List.of("warning: some_warning: key 1", "error: some_error: key 1"),
        out.toString().lines().toList());
  }
}
