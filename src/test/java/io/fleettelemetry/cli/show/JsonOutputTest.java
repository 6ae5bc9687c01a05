package io.fleettelemetry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.dispatch.file.RecordLine;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonOutputTest {

  private static final String LINE =
      "{\"vin\":\"A\",\"txtype\":\"V\",\"receivedat\":1,\"timestamp\":0,\"txid\":\"é\","
          + "\"data\":{\"data\":[%s],\"createdAt\":null,\"vin\":\"A\",\"isResend\":false}%s}";
  private static final String SPEED = "{\"key\":\"VehicleSpeed\",\"value\":{\"doubleValue\":1e-7}}";
  private static final String NEW = "{\"key\":9999,\"value\":{\"stringValue\":\"é}\"}}";

  @TempDir Path store;

  @Test
  void linesAsTheyAreStored() throws IOException {
    TelemetryRecord[] records = {
      RecordBuilder.v().txid("\n\u001b").build(),
      RecordBuilder.alerts().build(),
      RecordBuilder.of("custom").protobuf(new byte[] {1}).build()
    };
    StringBuilder stored = new StringBuilder();
    for (TelemetryRecord record : records) {
      stored.append(new String(RecordLine.of(record), StandardCharsets.UTF_8));
    }
    assertEquals(stored.toString(), new ShownRecords(store).add(records).as(OutputFormat.JSON));
  }

  @Test
  void withSomeSignalsAloneNumbersKeepTheirForm() throws IOException {
    String line = LINE.formatted(SPEED + ',' + NEW + ',' + SPEED, "");
    assertEquals(
        LINE.formatted(SPEED + ',' + SPEED, "") + '\n',
        new ShownRecords(store)
            .fields("VehicleSpeed")
            .addLine(line)
            .add(RecordBuilder.alerts().build())
            .as(OutputFormat.JSON));
  }

  @Test
  void withSomeSignalsAloneTheProtobufIsLeftOut() throws IOException {
    String line = LINE.formatted(SPEED + ',' + NEW, ",\"protobuf\":\"AAAA\",\"version\":\"0\"");
    assertEquals(
        LINE.formatted(NEW, ",\"version\":\"0\"") + '\n',
        new ShownRecords(store).fields("9999").addLine(line).as(OutputFormat.JSON));
  }
}
