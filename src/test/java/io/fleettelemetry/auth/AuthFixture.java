package io.fleettelemetry.auth;

import io.fleettelemetry.testing.CertificateBuilder;
import io.fleettelemetry.testing.TestPki;
import java.time.Duration;
import java.time.Instant;

/** The time at which the tests of chains check, and authorities that are valid then. */
final class AuthFixture {

  static final Instant NOW = Instant.parse("2026-11-24T16:35:01Z");
  static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1000));
  static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
  static final Instant FAR_AHEAD = NOW.plus(Duration.ofDays(1000));

  private AuthFixture() {}

  /** An authority whose validity contains every other instant of this. */
  static CertificateBuilder authority(String name) {
    return TestPki.certificate(name).authority().valid(LONG_AGO, FAR_AHEAD);
  }
}
