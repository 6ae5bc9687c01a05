package io.fleettelemetry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.testing.RecordBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvOutputTest {

  private static final String HEADER = "receivedat,vin,txtype,txid,field,value\r\n";

  @TempDir Path store;

  @Test
  void oneRowForEachSignal() throws IOException {
    assertEquals(
        HEADER
            + "2025-11-24T16:00:00.250Z,5YJ3E1EA0NF000001,V,tx-1,VehicleName,My Vehicle\r\n"
            + "2025-11-24T16:00:00.250Z,5YJ3E1EA0NF000001,V,tx-1,VehicleSpeed,42.5\r\n",
        new ShownRecords(store).add(RecordBuilder.v().build()).as(OutputFormat.CSV));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain text|plain text",
        "a,b|\"a,b\"",
        "a\"b|\"a\"\"b\"",
        "\"|\"\"\"\"",
        "`a\nb`|`\"a\nb\"`",
        "`a\rb`|`\"a\rb\"`",
        " a|\" a\"",
        "a |\"a \"",
        "a;b\tc|a;b\tc",
      })
  void textsInQuotesWhereTheyNeedThem(String text, String cell) throws IOException {
    Value value = Value.newBuilder().setStringValue(text).build();
    String csv =
        new ShownRecords(store)
            .width(40)
            .add(ShownRecords.signal(Field.VehicleName_VALUE, value).txid(text).build())
            .as(OutputFormat.CSV);
    assertEquals(
        HEADER
            + "2025-11-24T16:00:00.250Z,5YJ3E1EA0NF000001,V,%s,VehicleName,%s\r\n"
                .formatted(cell, cell),
        csv);
  }

  @Test
  void nothingIsCut() throws IOException {
    String text = "x".repeat(100_000);
    Value value = Value.newBuilder().setStringValue(text).build();
    String csv =
        new ShownRecords(store)
            .width(40)
            .add(ShownRecords.signal(Field.VehicleName_VALUE, value).build())
            .as(OutputFormat.CSV);
    assertEquals("VehicleName," + text + "\r\n", csv.substring(csv.indexOf("VehicleName")));
  }
}
