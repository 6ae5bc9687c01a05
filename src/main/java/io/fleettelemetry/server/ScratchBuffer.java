package io.fleettelemetry.server;

/**
 * Where the messages of one event loop's connections are unmasked, one after the other. Grows to
 * the longest message that ever came whole; its content is valid until the next message.
 */
final class ScratchBuffer {

  private static final int INITIAL_BYTES = 16 * 1024;

  private byte[] buffer = new byte[INITIAL_BYTES];

  byte[] ofAtLeast(int length) {
    if (buffer.length < length) {
      buffer = new byte[Math.max(length, buffer.length * 2)];
    }
    return buffer;
  }
}
