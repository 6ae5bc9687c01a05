package io.fleettelemetry.simulator;

import io.fleettelemetry.simulator.trip.Trips;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What all vehicles of a fleet share. All of it may be used by any thread.
 *
 * @param run tells the txids of this fleet from those of any other
 * @param background does what would hold an event loop up
 */
record FleetContext(
    FleetSettings settings,
    String run,
    InetSocketAddress server,
    Transport transport,
    FleetTls tls,
    VehicleCertificates certificates,
    Sources sources,
    Trips trips,
    FleetMeters meters,
    RecordLimit limit,
    Optional<AckedLog> ackedLog,
    Executor background) {}
