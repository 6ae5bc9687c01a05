package io.fleettelemetry.simulator.trip;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The way ahead as vehicles write it: Google's encoded polyline algorithm with six decimal places,
 * in Base64.
 */
final class Polyline {
  private static final double PRECISION = 1e6;

  private final StringBuilder text = new StringBuilder();
  private long latitude;
  private long longitude;

  /** Adds a point, in degrees. */
  void add(double latitude, double longitude) {
    long north = Math.round(latitude * PRECISION);
    long east = Math.round(longitude * PRECISION);
    write(north - this.latitude);
    write(east - this.longitude);
    this.latitude = north;
    this.longitude = east;
  }

  /** All points that were added. */
  String toBase64() {
    return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private void write(long difference) {
    long bits = (difference << 1) ^ (difference >> 63);
    while (bits >= 0x20) {
      text.append((char) (((bits & 0x1f) | 0x20) + 63));
      bits >>>= 5;
    }
    text.append((char) (bits + 63));
  }
}
