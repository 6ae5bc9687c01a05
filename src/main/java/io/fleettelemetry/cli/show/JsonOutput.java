package io.fleettelemetry.cli.show;

import io.fleettelemetry.dispatch.file.StoredRecord;
import java.io.IOException;

/** The lines of the store; where fields are chosen, with those signals alone. */
final class JsonOutput implements RecordOutput {

  private final SignalFields fields;
  private final Pipe pipe;

  JsonOutput(SignalFields fields, Pipe pipe) {
    this.fields = fields;
    this.pipe = pipe;
  }

  @Override
  public void write(StoredRecord record) throws IOException {
    pipe.write((fields.all() ? record.json() : record.json(fields::contains)) + '\n');
  }
}
