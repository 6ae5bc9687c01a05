package io.fleettelemetry.simulator;

import io.fleettelemetry.protocol.EnvelopeEncoder;
import io.fleettelemetry.simulator.trip.SimulatedRecord;

/** Wraps the records of one vehicle as it sends them. Belongs to its event loop. */
final class VehicleEnvelopes {

  private static final String DEVICE_TYPE = "vehicle_device";

  private final EnvelopeEncoder encoder;

  VehicleEnvelopes(String vin) {
    encoder =
        new EnvelopeEncoder()
            .senderId(DEVICE_TYPE + "." + vin)
            .deviceType(DEVICE_TYPE)
            .deviceId(vin);
  }

  /**
   * The whole message.
   *
   * @param again whether the record was sent before
   */
  byte[] of(PendingRecord pending, byte[] txid, boolean again) {
    SimulatedRecord record = pending.record();
    return encoder
        .txid(txid)
        .topic(record.type().name())
        .createdAt(pending.createdAtSeconds())
        .payload(again ? record.resent() : record.payload())
        .encode();
  }
}
