package io.fleettelemetry.simulator.trip;

import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.telemetry.RecordType;

/**
 * The begin or the end of an alert.
 *
 * @param alert which
 * @param begins or it ends
 * @param firmware that reports it; the old one writes milliseconds into the seconds
 */
record AlertStep(Alert alert, boolean begins, Firmware firmware) implements Step {

  @Override
  public SimulatedRecord record(Progress vehicle, long epochMillis) {
    VehicleAlert.Builder told =
        VehicleAlert.newBuilder().setName(alert.name()).addAllAudiences(alert.audiences());
    if (begins) {
      vehicle.beginAlert(alert.name(), epochMillis);
      told.setStartedAt(time(epochMillis));
    } else {
      told.setStartedAt(time(vehicle.endAlert(alert.name(), epochMillis)));
      told.setEndedAt(time(epochMillis));
    }
    VehicleAlerts alerts =
        VehicleAlerts.newBuilder().addAlerts(told).setCreatedAt(Times.of(epochMillis)).build();
    return new SimulatedRecord(RecordType.ALERTS, alerts.toByteArray());
  }

  private Timestamp time(long epochMillis) {
    return firmware == Firmware.TYPED
        ? Times.of(epochMillis)
        : Timestamp.newBuilder().setSeconds(epochMillis).build();
  }
}
