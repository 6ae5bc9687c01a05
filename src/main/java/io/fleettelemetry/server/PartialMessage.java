package io.fleettelemetry.server;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A message that has not arrived whole. Holds memory only while there is something of one. */
final class PartialMessage {

  private static final int INITIAL_BYTES = 1024;
  private static final byte[] EMPTY = {};

  private final AssemblyBudget budget;
  private final int maxBytes;
  private final Runnable onEvicted;
  private byte[] buffer = EMPTY;
  private int length;

  /**
   * Nothing of a message.
   *
   * @param maxBytes the longest message that is kept
   * @param onEvicted called when others need the memory; what was kept is gone
   */
  PartialMessage(AssemblyBudget budget, int maxBytes, Runnable onEvicted) {
    this.budget = budget;
    this.maxBytes = maxBytes;
    this.onEvicted = onEvicted;
  }

  /**
   * Takes the next bytes of the message.
   *
   * @return false when there is no memory for them; then they are not taken
   */
  boolean append(ByteBuf in, int count, FrameMask mask) {
    int needed = length + count;
    if (needed > buffer.length) {
      int larger = Math.min(Math.max(Math.max(needed, buffer.length * 2), INITIAL_BYTES), maxBytes);
      if (!budget.take(this, larger - buffer.length)) {
        return false;
      }
      buffer = Arrays.copyOf(buffer, larger);
    }
    in.readBytes(buffer, length, count);
    mask.apply(buffer, length, count);
    length = needed;
    return true;
  }

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  /** Forgets the message and gives its memory back. Again does nothing. */
  void release() {
    if (buffer.length > 0) {
      budget.release(this, buffer.length);
      buffer = EMPTY;
    }
    length = 0;
  }

  /** Gives way to others. */
  void evict() {
    release();
    onEvicted.run();
  }
}
