package io.fleettelemetry.simulator.trip;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.telemetry.RecordType;
import java.util.ArrayList;
import java.util.List;

/** Records of simulated vehicles, taken one a second. */
final class TripRecords {
  static final long START_MILLIS = 1_764_000_000_250L;

  private TripRecords() {}

  /** The first records of a trip. */
  static List<SimulatedRecord> take(Trip trip, int count) {
    List<SimulatedRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(trip.next(START_MILLIS + i * 1_000L));
    }
    return records;
  }

  /** Those of type {@code V}, parsed. */
  static List<Payload> signals(List<SimulatedRecord> records) {
    List<Payload> payloads = new ArrayList<>();
    for (SimulatedRecord record : records) {
      if (record.type().equals(RecordType.V)) {
        payloads.add(parse(record.payload()));
      }
    }
    return payloads;
  }

  static Payload parse(byte[] payload) {
    try {
      return Payload.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not a Payload", e);
    }
  }
}
