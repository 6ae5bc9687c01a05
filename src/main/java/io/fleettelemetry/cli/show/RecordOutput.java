package io.fleettelemetry.cli.show;

import io.fleettelemetry.dispatch.file.StoredRecord;
import java.io.IOException;

/** Writes records in one form, each as it comes. */
interface RecordOutput {

  /** Called once, before the first record. */
  default void begin() {}

  /**
   * Writes one record.
   *
   * @throws IOException never, as a record's JSON is valid
   */
  void write(StoredRecord record) throws IOException;

  /** The output in the form that is asked for. */
  static RecordOutput of(ShowRequest request, Pipe pipe) {
    return switch (request.format()) {
      case TABLE -> new TableOutput(request, pipe);
      case JSON -> new JsonOutput(request.fields(), pipe);
      case CSV -> new CsvOutput(request.fields(), pipe);
    };
  }
}
