package io.fleettelemetry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableOutputTest {

  @TempDir Path store;
  private ShownRecords shown;

  @Test
  void oneHeaderAndOneRowForEachSignal() throws IOException {
    shown().add(RecordBuilder.v().build(), RecordBuilder.alerts().build());
    assertTable(
        "TIME                     VIN                TYPE          FIELD                       VALUE",
        "2025-11-24 16:00:00.250  5YJ3E1EA0NF000001  V             VehicleName                 "
            + "My Vehicle",
        "2025-11-24 16:00:00.250  5YJ3E1EA0NF000001  V             VehicleSpeed                42.5",
        "2025-11-24 16:00:00.250  5YJ3E1EA0NF000001  alerts        PCS_a022                    "
            + "started 2025-11-24 16:00:00.000");
  }

  @Test
  void columnsAreNarrowWhereThereIsNoRoomAndGrowWithWhatTheyHold() throws IOException {
    shown()
        .width(119)
        .add(
            RecordBuilder.of("a-type").vin("device-with-a-long-name").build(),
            RecordBuilder.v().build());
    assertTable(
        "TIME                     VIN                      TYPE    FIELD             VALUE",
        "2025-11-24 16:00:00.250  device-with-a-long-name  a-type                    0 bytes",
        "2025-11-24 16:00:00.250  5YJ3E1EA0NF000001        V       VehicleName       My Vehicle",
        "2025-11-24 16:00:00.250  5YJ3E1EA0NF000001        V       VehicleSpeed      42.5");
  }

  @Test
  void aCellBeyondTheWidestDoesNotWidenTheOthers() throws IOException {
    String vin = "v".repeat(1000);
    shown().add(RecordBuilder.of("a").vin(vin).build(), RecordBuilder.of("b").vin("w").build());
    List<String> rows = table();
    assertEquals(1000, rows.get(1).chars().filter(c -> c == 'v').count());
    assertEquals("2025-11-24 16:00:00.250  w" + " ".repeat(41) + "b", rows.get(2).substring(0, 68));
  }

  @Test
  void placesToAMetre() throws IOException {
    LocationValue place =
        LocationValue.newBuilder().setLatitude(37.4123741).setLongitude(-122.5).build();
    shown().add(signal(Value.newBuilder().setLocationValue(place)));
    assertEquals("37.41237, -122.50000", value(table().get(1)));
  }

  @Test
  void valuesAreCutOnATerminal() throws IOException {
    shown().width(100).add(text("x".repeat(100)));
    String row = table().get(1);
    assertEquals(100, row.length());
    assertEquals("x".repeat(31) + '…', value(row));
  }

  @Test
  void aNarrowTerminalKeepsTheStartOfAValue() throws IOException {
    shown().width(20).add(text("x".repeat(100)));
    assertEquals("x".repeat(23) + '…', value(table().get(1)));
  }

  @Test
  void aValueThatFitsIsNotCut() throws IOException {
    shown().width(68 + 32).add(text("x".repeat(32)));
    assertEquals("x".repeat(32), value(table().get(1)));
  }

  @Test
  void nothingIsCutElsewhere() throws IOException {
    shown().add(text("x".repeat(10_000)));
    assertEquals("x".repeat(10_000), value(table().get(1)));
  }

  @Test
  void aSignOfTwoPartsIsNotCutThrough() throws IOException {
    shown().width(20).add(text("x".repeat(22) + "\ud83d\ude97" + "x".repeat(22)));
    assertEquals("x".repeat(22) + '…', value(table().get(1)));
  }

  @Test
  void whatWouldCommandTheTerminalOrBreakTheRowIsShownAsACode() throws IOException {
    shown().add(text("a\u001b[31m\nb\r\t\u009b\u202e\u2028é\ud83d\ude97"));
    assertEquals(2, table().size());
    assertEquals(
        "a\\u001b[31m\\u000ab\\u000d\\u0009\\u009b\\u202e\\u2028é\ud83d\ude97",
        value(table().get(1)));
  }

  private ShownRecords shown() {
    shown = shown == null ? new ShownRecords(store) : shown;
    return shown;
  }

  private List<String> table() throws IOException {
    return shown().as(OutputFormat.TABLE).lines().toList();
  }

  private void assertTable(String... lines) throws IOException {
    assertEquals(List.of(lines), table());
  }

  private static String value(String row) {
    return row.substring(row.lastIndexOf("  ") + 2);
  }

  private static TelemetryRecord text(String text) {
    return signal(Value.newBuilder().setStringValue(text));
  }

  private static TelemetryRecord signal(Value.Builder value) {
    return ShownRecords.signal(Field.VehicleName_VALUE, value.build()).build();
  }
}
