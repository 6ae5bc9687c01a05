package io.fleettelemetry.testing;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM holds.
 *
 * @param heapBytes live objects, as near as a collection tells
 * @param directBytes buffers outside of the heap, Netty's pools included
 */
public record MemoryInUse(long heapBytes, long directBytes) {

  private static final int COLLECTIONS = 3;

  /** Collects garbage, then looks. */
  public static MemoryInUse afterCollection() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long direct = Math.max(0, PlatformDependent.usedDirectMemory());
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      direct += pool.getMemoryUsed();
    }
    return new MemoryInUse(heap, direct);
  }

  /** By how much more is in use than there was. */
  public MemoryInUse since(MemoryInUse before) {
    return new MemoryInUse(heapBytes - before.heapBytes, directBytes - before.directBytes);
  }
}
