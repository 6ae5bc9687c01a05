package io.fleettelemetry.cli.show;

import io.fleettelemetry.dispatch.file.StoredRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** CSV as RFC 4180 has it: times in UTC, nothing cut, texts in quotes where they need them. */
final class CsvOutput implements RecordOutput {

  private static final List<String> HEADER =
      List.of("receivedat", "vin", "txtype", "txid", "field", "value");
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]|^\\s|\\s$");

  private final Pipe pipe;
  private final RecordRows rows;

  CsvOutput(SignalFields fields, Pipe pipe) {
    this.pipe = pipe;
    this.rows = new RecordRows(fields, Notation.EXACT);
  }

  @Override
  public void begin() {
    write(HEADER);
  }

  @Override
  public void write(StoredRecord record) throws IOException {
    String time = Instant.ofEpochMilli(record.receivedAtMillis()).toString();
    for (Row row : rows.of(record)) {
      write(List.of(time, record.vin(), record.type(), record.txid(), row.field(), row.value()));
    }
  }

  private void write(List<String> cells) {
    pipe.write(cells.stream().map(CsvOutput::cell).collect(Collectors.joining(",", "", "\r\n")));
  }

  private static String cell(String text) {
    return NEEDS_QUOTES.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
