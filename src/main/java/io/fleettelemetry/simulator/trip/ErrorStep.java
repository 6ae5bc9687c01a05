package io.fleettelemetry.simulator.trip;

import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehicleerror.VehicleError;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.telemetry.RecordType;

/**
 * A signal that the vehicle was asked for and can't give.
 *
 * @param name of the error
 * @param field that was asked for
 * @param body what a person reads
 */
record ErrorStep(String name, String field, String body) implements Step {

  @Override
  public SimulatedRecord record(Progress vehicle, long epochMillis) {
    Timestamp now = Times.of(epochMillis);
    VehicleError.Builder error =
        VehicleError.newBuilder()
            .setCreatedAt(now)
            .setName(name)
            .putTags("field_name", field)
            .setBody(body);
    VehicleErrors errors = VehicleErrors.newBuilder().addErrors(error).setCreatedAt(now).build();
    return new SimulatedRecord(RecordType.ERRORS, errors.toByteArray());
  }
}
