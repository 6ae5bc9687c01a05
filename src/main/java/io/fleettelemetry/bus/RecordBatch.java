package io.fleettelemetry.bus;

import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.List;

/**
 * Records of one type for one shard of one dispatcher, in the order in which each vehicle sent
 * them. Immutable; on one node it crosses the bus by reference.
 *
 * @param outcomeAddress the address of the ingest instance that waits for the outcomes
 * @param dispatcher the dispatcher's number at that instance, given back with each outcome
 * @param records the records, at least one
 * @param tickets what identifies each record at the ingest instance; same length as records
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list would box each ticket
public record RecordBatch(
    String outcomeAddress, int dispatcher, List<TelemetryRecord> records, long[] tickets) {}
