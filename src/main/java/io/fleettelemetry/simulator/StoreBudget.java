package io.fleettelemetry.simulator;

/**
 * Memory that the stores of one event loop's vehicles may fill together: a server that is away must
 * not cost a large fleet its heap. Belongs to that event loop.
 */
final class StoreBudget {

  private static final int SHARE_OF_HEAP = 3;

  private long left;

  StoreBudget(long bytes) {
    left = bytes;
  }

  /** A third of the heap, divided among so many. */
  static StoreBudget share(int of) {
    return new StoreBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / of);
  }

  /** Whether so many bytes were left. */
  boolean take(int bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }

  void giveBack(int bytes) {
    left += bytes;
  }
}
