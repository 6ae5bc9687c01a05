package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.DeviceIdentity;

/**
 * Who is connected, and what its upgrade request told.
 *
 * @param connectionId the request's {@code X-TXID} in canonical form, or one that the server made;
 *     for records and logs only: a vehicle may use one twice
 * @param networkInterface the {@code X-Network-Interface} header; empty when absent
 * @param clientVersion the {@code Version} header; empty when absent
 */
record Vehicle(
    DeviceIdentity identity, String connectionId, String networkInterface, String clientVersion) {

  /** The device id of the certificate. */
  String vin() {
    return identity.deviceId();
  }
}
