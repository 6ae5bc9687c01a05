package io.fleettelemetry.dispatch.zmq;

import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.TelemetryRecord;

/**
 * A record on its way to the socket.
 *
 * @param index of the record among {@code outcomes}
 * @param takenAtNanos when it was dispatched, by {@link System#nanoTime}
 */
record Delivery(
    TelemetryRecord record, Topic topic, int index, Outcomes outcomes, long takenAtNanos) {}
