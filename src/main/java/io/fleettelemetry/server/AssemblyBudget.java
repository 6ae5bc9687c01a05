package io.fleettelemetry.server;

/**
 * Bounds the memory that half-received messages of one ingest instance take. Used on one event loop
 * alone.
 */
final class AssemblyBudget {

  private final long maxBytes;
  private long usedBytes;

  AssemblyBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  boolean take(int bytes) {
    if (usedBytes + bytes > maxBytes) {
      return false;
    }
    usedBytes += bytes;
    return true;
  }

  void release(int bytes) {
    usedBytes -= bytes;
  }
}
