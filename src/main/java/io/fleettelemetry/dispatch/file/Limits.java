package io.fleettelemetry.dispatch.file;

import java.time.Duration;

/**
 * Bounds that nobody sets.
 *
 * @param queueBytes of lines on their way to the disk; a longer line is refused
 * @param recordTime how long the disk may refuse a record before that fails
 */
record Limits(long queueBytes, Duration recordTime) {

  /** What a server runs with. No line of what vehicles send comes near it. */
  static final Limits DEFAULT = new Limits(32L << 20, Duration.ofSeconds(60));
}
