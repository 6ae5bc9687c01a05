package io.fleettelemetry.auth;

import io.fleettelemetry.telemetry.DeviceIdentity;

/** What came of reading the identity in a verified certificate. */
public sealed interface Identification {

  /** The device is known by its certificate. */
  record Identified(DeviceIdentity identity) implements Identification {}

  /**
   * The certificate is verified but makes no identity.
   *
   * @param issuer the issuer's common name, or its whole name
   * @param subject the subject's common name, or its whole name
   * @param reason which rule refused it
   */
  record Refused(String issuer, String subject, String reason) implements Identification {}
}
