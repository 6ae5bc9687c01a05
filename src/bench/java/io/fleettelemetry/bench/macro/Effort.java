package io.fleettelemetry.bench.macro;

import java.time.Duration;

/**
 * How long and with how many vehicles is measured.
 *
 * @param warmUp how long records are sent in a closed loop before anything is measured, and where
 *     the row has a rate then once more at that rate. The compilers need the same core, at first
 *     more than half of it
 * @param measured how long records are measured
 * @param settle how long idle vehicles are left alone before memory is read
 * @param comeBack how long vehicles may take to come back at once: of so many, some time out and
 *     try again
 * @param manyVehicles of the row that compares them with few
 * @param idleVehicles of the rows about memory
 * @param handshakeVehicles of the rows about handshakes; each comes back twice
 * @param handshakeWarmUpVehicles of what comes before and is not measured; each comes back once
 */
record Effort(
    Duration warmUp,
    Duration measured,
    Duration settle,
    Duration comeBack,
    int manyVehicles,
    int idleVehicles,
    int handshakeVehicles,
    int handshakeWarmUpVehicles) {

  /** For figures that are to be believed. */
  static final Effort FULL =
      new Effort(
          Duration.ofSeconds(40),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(40),
          5_000,
          10_000,
          1_000,
          8_000);

  /** For trying whether it works. */
  static final Effort QUICK =
      new Effort(
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          500,
          500,
          100,
          200);
}
