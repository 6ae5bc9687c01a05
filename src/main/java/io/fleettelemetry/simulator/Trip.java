package io.fleettelemetry.simulator;

import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;

/** One vehicle's way. For one thread. */
public final class Trip {
  private final int vehicle;

  Trip(int vehicle) {
    this.vehicle = vehicle;
  }

  /**
   * The next record.
   *
   * @param epochMillis when the vehicle makes it
   */
  public SimulatedRecord next(long epochMillis) {
    Value odometer = Value.newBuilder().setDoubleValue(vehicle).build();
    Payload payload =
        Payload.newBuilder()
            .addData(Datum.newBuilder().setKey(Field.Odometer).setValue(odometer))
            .setCreatedAt(Timestamp.newBuilder().setSeconds(epochMillis / 1000))
            .build();
    return new SimulatedRecord(RecordType.V, payload.toByteArray());
  }

  /** The software version, for the header {@code Version}. */
  public String firmware() {
    return "2025.2.6";
  }
}
