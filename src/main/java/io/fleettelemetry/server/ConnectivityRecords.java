package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.time.Instant;

/** The records that the server itself makes when a vehicle comes and goes. Nobody is acked. */
final class ConnectivityRecords {

  private final RecordFactory factory;
  private final InFlight inFlight;
  private final Route route;
  private final Runnable flush;

  /**
   * Connectivity of one ingest instance.
   *
   * @param route where the records go, or null when they are not wanted
   * @param flush sends on what has been published to that route
   */
  ConnectivityRecords(RecordFactory factory, InFlight inFlight, Route route, Runnable flush) {
    this.factory = factory;
    this.inFlight = inFlight;
    this.route = route;
    this.flush = flush;
  }

  /**
   * Sends one at once: the next of the same vehicle may be another ingest instance's, and must not
   * overtake it.
   */
  void publish(Vehicle vehicle, ConnectivityEvent event) {
    if (route != null) {
      inFlight.publish(route, record(vehicle, event, Instant.now()), null, 0);
      flush.run();
    }
  }

  private TelemetryRecord record(Vehicle vehicle, ConnectivityEvent event, Instant now) {
    byte[] payload =
        VehicleConnectivity.newBuilder()
            .setVin(vehicle.vin())
            .setConnectionId(vehicle.connectionId())
            .setNetworkInterface(vehicle.networkInterface())
            .setStatus(event)
            .setCreatedAt(
                Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
            .build()
            .toByteArray();
    RecordFactory.Result made =
        factory.make(
            new RecordFactory.Payload(
                RecordType.CONNECTIVITY,
                vehicle.connectionId().getBytes(UTF_8),
                now.getEpochSecond(),
                payload,
                0,
                payload.length),
            vehicle);
    return ((RecordFactory.Result.Made) made).record();
  }
}
