package io.fleettelemetry.dispatch.file;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Lines on their way to the disk, in the order in which they came. Bounded in bytes, and a line
 * counts until it is released, so that what is being written counts too: whoever brings more waits.
 */
final class LineQueue {

  /** As much as is worth one write and one sync. */
  private static final long GROUP_BYTES = 1L << 20;

  private final long capacity;
  private final Duration linger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition lines = lock.newCondition();
  private final Deque<Line> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long heldBytes;
  private int heldLines;
  private boolean closed;

  /**
   * @param capacity bytes; no longer line may be put
   * @param linger how long a line may wait for others that are written with it
   */
  LineQueue(long capacity, Duration linger) {
    this.capacity = capacity;
    this.linger = linger;
  }

  /**
   * Adds a line, waiting for room.
   *
   * @return false when the queue was closed before there was room
   */
  boolean put(Line line) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && heldBytes + line.bytes().length > capacity) {
        lines.signal();
        room.await();
      }
      if (closed) {
        return false;
      }
      waiting.add(line);
      heldBytes += line.bytes().length;
      heldLines++;
      waitingBytes += line.bytes().length;
      if (waiting.size() == 1 || waitingBytes >= GROUP_BYTES) {
        lines.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what is to be written together: waits for a line, and then for more until the first has
   * waited as long as it may, the group is full, there is no room for more, or the queue is closed.
   *
   * @param idle how long to wait where there is none
   * @return the lines in their order; empty when none came
   */
  List<Line> take(Duration idle) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = idle.toNanos();
      while (waiting.isEmpty() && !closed && left > 0) {
        left = lines.awaitNanos(left);
      }
      while (!waiting.isEmpty() && !isGroup()) {
        left = linger.toNanos() - (System.nanoTime() - waiting.element().takenAtNanos());
        if (left <= 0 || !lines.await(left, TimeUnit.NANOSECONDS)) {
          break;
        }
      }
      return group();
    } finally {
      lock.unlock();
    }
  }

  private boolean isGroup() {
    return closed || waitingBytes >= GROUP_BYTES || lock.hasWaiters(room);
  }

  private List<Line> group() {
    List<Line> group = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && bytes < GROUP_BYTES) {
      Line line = waiting.remove();
      group.add(line);
      bytes += line.bytes().length;
    }
    waitingBytes -= bytes;
    return group;
  }

  /** Takes out the lines that came before a moment of {@link System#nanoTime}. */
  List<Line> takeOlderThan(long nanos) {
    return takeWhile(line -> line.takenAtNanos() - nanos < 0);
  }

  /** Takes out all that wait. */
  List<Line> takeAll() {
    return takeWhile(line -> true);
  }

  private List<Line> takeWhile(Predicate<Line> condition) {
    lock.lock();
    try {
      List<Line> taken = new ArrayList<>();
      while (!waiting.isEmpty() && condition.test(waiting.element())) {
        Line line = waiting.remove();
        taken.add(line);
        waitingBytes -= line.bytes().length;
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Makes room: the line that was taken has come to its end. */
  void release(Line line) {
    lock.lock();
    try {
      heldBytes -= line.bytes().length;
      heldLines--;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From now on takes no more lines; those that wait can still be taken, without waiting. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      lines.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many lines can be taken. */
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many lines are not released yet, also of those taken. */
  int held() {
    lock.lock();
    try {
      return heldLines;
    } finally {
      lock.unlock();
    }
  }
}
