package io.fleettelemetry.bus;

import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.List;

/**
 * Records of one type for one shard of one dispatcher, in the order in which each vehicle sent
 * them. Immutable; on one node it crosses the bus by reference.
 *
 * @param outcomeAddress the address of the ingest instance that waits for the outcomes
 * @param dispatcher the dispatcher's number at that instance, given back with each outcome
 * @param records 1 to {@link #MAX_RECORDS}
 * @param tickets what identifies each record at the ingest instance; as many as records
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list would box each ticket
public record RecordBatch(
    String outcomeAddress, int dispatcher, List<TelemetryRecord> records, long[] tickets) {

  /** A batch is full with this many records. */
  public static final int MAX_RECORDS = 64;

  /** A batch is full with this many bytes of its records, or with one record that is longer. */
  public static final int MAX_BYTES = 256 * 1024;

  /**
   * A batch of at least one record.
   *
   * @throws IllegalArgumentException when empty, too long, or without a ticket for each record
   */
  public RecordBatch {
    if (records.isEmpty() || records.size() > MAX_RECORDS || records.size() != tickets.length) {
      throw new IllegalArgumentException(
          "a batch has 1 to %d records and a ticket for each: %d records, %d tickets"
              .formatted(MAX_RECORDS, records.size(), tickets.length));
    }
  }
}
