package io.fleettelemetry.cli;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.simulator.FleetSettings;

/** Who signs for simulated vehicles, and which server they accept. */
record FleetPki(
    CertificateAuthority vehicleAuthority, FleetSettings.Server server, FleetSettings.Tls tls) {}
