package io.fleettelemetry.testing;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Blocked event loops and leaked buffers that {@link RuntimeGuards} saw. Thread-safe. */
public final class GuardReports {

  private static final int COLLECTIONS = 3;
  private static final int MOST_SHOWN = 10;

  private final Queue<String> reports = new ConcurrentLinkedQueue<>();

  void add(String report) {
    reports.add(report);
  }

  /** Takes what was reported so far out. */
  public List<String> take() {
    List<String> taken = new ArrayList<>();
    for (String report = reports.poll(); report != null; report = reports.poll()) {
      taken.add(report);
    }
    return taken;
  }

  /**
   * Collects garbage, so that every buffer leaked until now is reported: Netty sees a leak only
   * when its buffer is collected, and looks only when it makes the next one.
   */
  public GuardReports collect() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      ByteBufAllocator.DEFAULT.heapBuffer(1).release();
      ByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    return this;
  }

  /** Fails when anything was reported since the last look, with all of it. */
  public void assertNone() {
    List<String> taken = take();
    if (!taken.isEmpty()) {
      throw new AssertionError(
          taken.stream()
              .limit(MOST_SHOWN)
              .collect(
                  Collectors.joining("\n", taken.size() + " reports of runtime guards:\n", "")));
    }
  }
}
