package io.fleettelemetry.server;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds the memory that unfinished messages of one ingest instance take. When it is used up, the
 * message that has been unfinished for longest gives way, so that vehicles that stop in the middle
 * cannot keep the others out. Used on one event loop alone.
 */
final class AssemblyBudget {

  private final long maxBytes;
  private long usedBytes;

  /** Those that hold memory, in the order in which they began to. */
  private final Set<PartialMessage> holders = new LinkedHashSet<>();

  AssemblyBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes memory for a message.
   *
   * @return false when it is the oldest itself, and there is none
   */
  boolean take(PartialMessage message, int bytes) {
    while (usedBytes + bytes > maxBytes) {
      if (holders.isEmpty() || holders.iterator().next() == message) {
        return false;
      }
      holders.iterator().next().evict();
    }
    usedBytes += bytes;
    holders.add(message);
    return true;
  }

  /** Takes back all that a message holds. */
  void release(PartialMessage message, int bytes) {
    usedBytes -= bytes;
    holders.remove(message);
  }

  long usedBytes() {
    return usedBytes;
  }
}
