package io.fleettelemetry.dispatch.zmq;

import java.nio.charset.StandardCharsets;

/** What the records of one type are published under. Immutable. */
final class Topic {

  private final String name;
  private final byte[] frame;

  Topic(String name) {
    this.name = name;
    this.frame = name.getBytes(StandardCharsets.UTF_8);
  }

  /** The first part of its messages; not to be changed. */
  byte[] frame() {
    return frame;
  }

  @Override
  public String toString() {
    return name;
  }
}
