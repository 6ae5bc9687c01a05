package io.fleettelemetry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.dispatch.file.RecordFilter;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.StoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What is shown of records that are in a store. */
final class ShownRecords {

  private static final String FILE = "2025-11-24/160000-000";

  private final Path store;
  private SignalFields fields = SignalFields.ALL;
  private int width;

  ShownRecords(Path store) {
    this.store = store;
  }

  ShownRecords fields(String... names) {
    for (String name : names) {
      fields = fields.with(name).orElseThrow();
    }
    return this;
  }

  ShownRecords width(int columns) {
    width = columns;
    return this;
  }

  ShownRecords add(TelemetryRecord... records) {
    new StoreFiles(store).records(FILE, records);
    return this;
  }

  ShownRecords addLine(String line) {
    new StoreFiles(store).text(FILE, line + '\n');
    return this;
  }

  /** All that is printed; times are in UTC. */
  String as(OutputFormat format) throws IOException {
    RecordFilter filter = fields.all() ? RecordFilter.ALL : filter(fields);
    ShowRequest request =
        new ShowRequest(store, filter, fields, 0, false, format, width, ZoneOffset.UTC, false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    new Show(request, writer, new PrintWriter(err), new CompletableFuture<>()).run();
    assertEquals("", err.toString());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static RecordFilter filter(SignalFields fields) {
    return new RecordFilter(Set.of(), Set.of(), Long.MIN_VALUE, Long.MAX_VALUE, fields::areIn);
  }

  /** A {@code V} of one signal. */
  static RecordBuilder signal(int field, Value value) {
    Datum datum = Datum.newBuilder().setKeyValue(field).setValue(value).build();
    return RecordBuilder.v().protobuf(Payload.newBuilder().addData(datum).build());
  }
}
