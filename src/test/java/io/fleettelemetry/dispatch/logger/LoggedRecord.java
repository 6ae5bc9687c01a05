package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * A record as it left the transforms of a server in the field, and what its logger wrote.
 *
 * @param name what is special about it
 * @param metadata as JSON, keys sorted, without the two times
 * @param data as compact JSON, keys sorted
 * @param verboseData the same from a verbose logger
 */
record LoggedRecord(
    String name, TelemetryRecord record, String metadata, String data, String verboseData) {

  private static final String RESOURCE = "/dispatch/logger/logged-records.tsv";

  static List<LoggedRecord> all() {
    try (InputStream in = LoggedRecord.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(LoggedRecord::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoggedRecord parse(String line) {
    String[] columns = line.split("\t", -1);
    HexFormat hex = HexFormat.of();
    byte[] protobuf = hex.parseHex(columns[4]);
    TelemetryRecord record =
        new TelemetryRecord(
            RecordType.of(columns[1]),
            columns[2],
            hex.parseHex(columns[3]),
            protobuf,
            protobuf,
            1_700_000_000_000L,
            1_700_000_000_123L,
            "1.0.0");
    return new LoggedRecord(columns[0], record, columns[5], columns[6], columns[7]);
  }

  @Override
  public String toString() {
    return name;
  }
}
