package io.fleettelemetry.simulator.trip;

import com.google.protobuf.Timestamp;

/** Epoch milliseconds as protobuf has them. */
final class Times {
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Times() {}

  static long seconds(long epochMillis) {
    return Math.floorDiv(epochMillis, MILLIS_PER_SECOND);
  }

  static int nanos(long epochMillis) {
    return (int) Math.floorMod(epochMillis, MILLIS_PER_SECOND) * NANOS_PER_MILLI;
  }

  static Timestamp of(long epochMillis) {
    return Timestamp.newBuilder()
        .setSeconds(seconds(epochMillis))
        .setNanos(nanos(epochMillis))
        .build();
  }
}
