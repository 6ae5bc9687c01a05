package io.fleettelemetry.bus;

import io.fleettelemetry.telemetry.Outcome;

/**
 * Outcomes of records on their way back to the ingest instance that published them. Immutable.
 *
 * @param dispatcher the number that came with the batches
 * @param tickets which records
 * @param outcomes how each ended; same length as tickets
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; lists would box each ticket
public record OutcomeBatch(int dispatcher, long[] tickets, Outcome[] outcomes) {}
