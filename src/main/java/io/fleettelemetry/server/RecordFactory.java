package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.JsonEncoder;
import io.fleettelemetry.transform.JsonEncoding;
import io.fleettelemetry.transform.RecordTransformer;
import io.fleettelemetry.transform.Transformation;

/** Makes records from payloads: the transforms, and JSON where that is what is dispatched. */
final class RecordFactory {

  private final boolean transmitDecoded;

  /**
   * A factory.
   *
   * @param transmitDecoded whether dispatchers get JSON
   */
  RecordFactory(boolean transmitDecoded) {
    this.transmitDecoded = transmitDecoded;
  }

  /** A record, or why its payload is none. */
  sealed interface Result {

    /** A valid record and how many signals it has. */
    record Made(TelemetryRecord record, int signals) implements Result {}

    /** A payload that breaks a rule. */
    record Invalid(String reason) implements Result {}
  }

  /** Where a payload lies, and what its envelope says about it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Payload(
      RecordType type, byte[] txid, long createdAtSeconds, byte[] buffer, int offset, int length) {}

  Result make(Payload from, Vehicle vehicle) {
    Transformation transformation =
        RecordTransformer.transform(
            from.type(), from.buffer(), from.offset(), from.length(), vehicle.vin());
    if (transformation instanceof Transformation.Invalid invalid) {
      return new Result.Invalid(invalid.reason());
    }
    Transformation.Transformed transformed = (Transformation.Transformed) transformation;
    byte[] payload = transformed.protobuf();
    if (transmitDecoded && from.type().hasSchema()) {
      JsonEncoding encoding = JsonEncoder.encode(from.type(), payload);
      if (encoding instanceof JsonEncoding.Invalid invalid) {
        return new Result.Invalid(invalid.reason());
      }
      payload = ((JsonEncoding.Encoded) encoding).json();
    }
    TelemetryRecord record =
        new TelemetryRecord(
            from.type(),
            vehicle.vin(),
            from.txid(),
            transformed.protobuf(),
            payload,
            from.createdAtSeconds() * 1000,
            System.currentTimeMillis(),
            vehicle.clientVersion());
    return new Result.Made(record, transformed.signals());
  }
}
